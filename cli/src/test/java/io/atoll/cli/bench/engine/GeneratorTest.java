package io.atoll.cli.bench.engine;

import static io.atoll.cli.bench.engine.VirtualTime.MS;
import static io.atoll.cli.bench.engine.VirtualTime.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToLongFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class GeneratorTest {
  private final VirtualTime time = new VirtualTime();

  /** A measurement in virtual time. */
  private final class Run {
    private final Window window;
    private final Recorder recorder;
    private final Recorder.Gaps gaps;
    private final Series series = new Series(1);
    private final FakeTarget target;
    private final Generator generator;

    Run(Window window, Pace pace, int inFlight, double readShare, FakeTarget.Behaviour behaviour) {
      this.window = window;
      gaps = Recorder.Gaps.from(window.startNs());
      recorder = new Recorder(window, gaps, series);
      target = new FakeTarget(time, behaviour);
      SplittableRandom random = new SplittableRandom(7);
      generator =
          new Generator(
              new MixedWorkload(readShare, KeyChooser.uniform(1000), random),
              pace,
              target,
              recorder,
              window,
              time,
              inFlight,
              5 * SECOND,
              new KeyFormat(8),
              new Values(10, 20, false, random),
              random);
    }

    Run to(long untilNs) {
      time.run(generator, untilNs);
      return this;
    }

    /** To the window's end and until everything is answered. */
    Run through() {
      to(window.endNs() + 10 * SECOND);
      assertThat(generator.isDone()).isTrue();
      recorder.end();
      gaps.end(window.endNs());
      return this;
    }

    OpTally reads() {
      return recorder.tally(OpKind.READ);
    }

    double latencyMs(ToLongFunction<Latencies> which) {
      return which.applyAsLong(reads().latencies()) / 1e6;
    }
  }

  private static Window seconds(int warmUp, int measured) {
    return new Window(warmUp * SECOND, (warmUp + measured) * SECOND, Long.MAX_VALUE);
  }

  @Test
  void anOpenLoopFeelsAStallInEveryRequestThatCameMeanwhile() {
    Run run =
        new Run(
                seconds(0, 10),
                new Pace.Open(0, 1000),
                20,
                1,
                FakeTarget.stalled(5 * SECOND, 6 * SECOND))
            .through();

    assertThat(run.reads().count(Outcome.Kind.OK)).isEqualTo(10_000);
    assertThat(run.latencyMs(l -> l.percentileNs(50))).isCloseTo(1, within(0.01));
    // One request in ten was due in the stall, and waited evenly between 0 and 1 s; then for its
    // turn, because no more than 20 are in flight.
    assertThat(run.latencyMs(l -> l.percentileNs(95))).isBetween(500.0, 550.0);
    assertThat(run.latencyMs(l -> l.percentileNs(99))).isCloseTo(900, within(20.0));
    assertThat(run.latencyMs(Latencies::maxNs)).isCloseTo(1001, within(1.0));
    assertThat(run.recorder.sendDelays().maxNs() / 1e6).isBetween(900.0, 1001.0);
    assertThat(run.gaps.any().longest().lengthNs() / 1e6).isCloseTo(1000, within(2.0));
    assertThat(run.gaps.any().longest().fromNs() / 1e9).isCloseTo(5, within(0.002));
  }

  @Test
  void aClosedLoopFeelsTheSameStallOncePerRequestInFlight() {
    Run run =
        new Run(seconds(0, 10), new Pace.Closed(), 3, 1, FakeTarget.stalled(5 * SECOND, 6 * SECOND))
            .through();

    assertThat(run.latencyMs(l -> l.percentileNs(99.9))).isCloseTo(1, within(0.01));
    assertThat(run.latencyMs(Latencies::maxNs)).isCloseTo(1001, within(1.0));
    assertThat(run.reads().count(Outcome.Kind.OK)).isCloseTo(3 * 9_000L, within(10L));
    assertThat(run.target.mostInFlight).isEqualTo(3);
    assertThat(run.gaps.any().longest().lengthNs() / 1e6).isCloseTo(1000, within(2.0));
  }

  @Test
  void ofADeadTargetOnlyThePlacesAreTakenAndTheRestIsNotSentInTime() {
    Run run = new Run(seconds(0, 10), new Pace.Open(0, 1000), 10, 0, (kind, sentNs) -> null);
    OpTally writes = run.recorder.tally(OpKind.WRITE);

    run.to(4 * SECOND);
    assertThat(writes.notSentInTime()).isZero();
    run.to(8 * SECOND);
    assertThat(writes.notSentInTime()).isCloseTo(3_000 - 10, within(25L));
    run.to(11 * SECOND);

    assertThat(run.target.mostInFlight).isEqualTo(10);
    assertThat(writes.notSentInTime()).isEqualTo(10_000 - 10);
    assertThat(run.generator.isDone()).isFalse();
    run.generator.abandon("enough");
    assertThat(run.generator.isDone()).isTrue();
    assertThat(writes.count(Outcome.Kind.IN_DOUBT)).isEqualTo(10);
    assertThat(writes.errors().get("no-answer").firstMessage()).isEqualTo("enough");
    run.gaps.end(10 * SECOND);
    assertThat(run.gaps.any().longest().lengthNs()).isEqualTo(10 * SECOND);
  }

  @Test
  void whatEndsInTheWarmUpIsNotCounted() {
    Run run =
        new Run(
                seconds(2, 3),
                new Pace.Open(0, 100),
                5,
                1,
                (kind, sentNs) ->
                    new FakeTarget.Answer(
                        sentNs + MS,
                        sentNs < SECOND ? Outcome.failed("early", "too early") : Outcome.OK))
            .through();

    assertThat(run.reads().failures()).isZero();
    assertThat(run.reads().count(Outcome.Kind.OK)).isEqualTo(300);
    assertThat(run.target.keys).hasSize(500);
    assertThat(run.series.end())
        .extracting(SecondRow::second, SecondRow::ok)
        .startsWith(tuple(0L, 100L), tuple(1L, 100L), tuple(2L, 100L));
  }

  @Test
  void whatIsAnsweredAfterTheWindowCountsButNotAsItsThroughput() {
    Run run =
        new Run(
                seconds(0, 2),
                new Pace.Closed(),
                4,
                1,
                (kind, sentNs) -> new FakeTarget.Answer(sentNs + 1500 * MS, Outcome.OK))
            .through();

    assertThat(run.reads().count(Outcome.Kind.OK)).isEqualTo(8);
    assertThat(run.reads().answeredInWindow()).isEqualTo(4);
    assertThat(run.reads().latencies().count()).isEqualTo(8);
  }

  @Test
  void exactlySoManyRequestsAreMeasured() {
    Window window = new Window(SECOND, 3600 * SECOND, 137);
    Run run = new Run(window, new Pace.Closed(), 10, 0.5, FakeTarget.ok()).to(10 * SECOND);

    assertThat(run.generator.isDone()).isTrue();
    long measured = run.reads().completed() + run.recorder.tally(OpKind.WRITE).completed();
    // Those in flight when the warm-up ended are measured as well.
    assertThat(measured).isBetween(137L, 147L);
  }

  @Test
  void aTargetThatFailsAtOnceIsNotAskedAsFastAsTheLoopTurns() {
    Run run =
        new Run(
                seconds(0, 1),
                new Pace.Closed(),
                8,
                0,
                (kind, sentNs) -> new FakeTarget.Answer(0, Outcome.refused("down", "it is down")))
            .through();

    assertThat(run.target.keys).hasSizeBetween(8 * 99, 8 * 101);
    assertThat(run.recorder.tally(OpKind.WRITE).errors().get("down"))
        .isEqualTo(new SeenError(Outcome.Kind.REFUSED, run.target.keys.size(), "it is down"));
  }

  @Test
  void aTargetThatAnswersAtOnceDoesNotKeepTheThread() {
    Run run =
        new Run(
            seconds(0, 1),
            new Pace.Closed(),
            8,
            1,
            (kind, sentNs) -> new FakeTarget.Answer(0, Outcome.OK));

    run.generator.pump();

    assertThat(run.target.keys).hasSize(16);
    assertThat(run.generator.nextPumpNs()).isEqualTo(time.getAsLong());
  }

  @Test
  void whatWasDueIsSentAfterTheEndWhereThereIsRoom() {
    Run run = new Run(seconds(0, 1), new Pace.Open(0, 100), 30, 1, FakeTarget.ok());

    time.run(run.generator, 800 * MS);
    time.skip(1100 * MS);
    run.to(2 * SECOND);

    assertThat(run.generator.isDone()).isTrue();
    assertThat(run.target.keys).hasSize(100);
    assertThat(run.reads().notSentInTime()).isZero();
  }

  @Test
  void anEndStartsNothingMoreAndWhatComesAfterAnAbandonIsIgnored() {
    Run run = new Run(seconds(0, 10), new Pace.Closed(), 2, 1, FakeTarget.ok()).to(SECOND);
    int sent = run.target.keys.size();

    run.generator.end();
    run.generator.abandon("stopped");
    run.to(5 * SECOND);

    assertThat(run.target.keys).hasSize(sent);
    assertThat(run.reads().count(Outcome.Kind.FAILED)).isEqualTo(2);
    assertThat(run.reads().completed()).isEqualTo(sent);
  }

  @Property(tries = 60)
  void anOpenLoopSendsWhatItsRateSaysEvenlySpread(
      @ForAll @DoubleRange(min = 0.5, max = 5_000) double rate,
      @ForAll @IntRange(min = 1, max = 3) int seconds) {
    VirtualTime own = new VirtualTime();
    Recorder recorder = new Recorder(seconds(0, seconds), Recorder.Gaps.from(0), new Series(1));
    FakeTarget target = new FakeTarget(own, FakeTarget.ok());
    SplittableRandom random = new SplittableRandom(1);
    Generator generator =
        new Generator(
            new MixedWorkload(1, KeyChooser.uniform(10), random),
            new Pace.Open(0, rate),
            target,
            recorder,
            seconds(0, seconds),
            own,
            100,
            SECOND,
            new KeyFormat(2),
            new Values(0, 0, false, random),
            random);

    own.run(generator, (seconds + 1) * SECOND);

    assertThat((double) target.keys.size()).isCloseTo(Math.ceil(rate * seconds), within(1.0));
    assertThat(recorder.sendDelays().maxNs()).isZero();
    assertThat(recorder.tally(OpKind.READ).notSentInTime()).isZero();
  }

  @Test
  void sharesOfReadsAndWritesAreAsAskedFor() {
    Run run = new Run(seconds(0, 20), new Pace.Open(0, 1000), 10, 0.95, FakeTarget.ok()).through();

    assertThat(run.reads().completed()).isCloseTo(19_000, within(150L));
    assertThat(run.recorder.tally(OpKind.WRITE).completed())
        .isEqualTo(20_000 - run.reads().completed());
    assertThat(List.copyOf(run.target.keys)).allMatch(key -> key.matches("00000[0-9]{3}"));
  }
}
