package io.atoll.cli.bench.engine;

import static io.atoll.cli.bench.engine.VirtualTime.MS;
import static io.atoll.cli.bench.engine.VirtualTime.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RecorderTest {
  private static final Window WINDOW = new Window(0, 100 * SECOND, Long.MAX_VALUE);

  @Property
  void theLongestGapIsFoundAmongTheBeginningTheSuccessesAndTheEnd(
      @ForAll @Size(max = 50) List<@LongRange(min = 0, max = 1_000) Long> steps) {
    GapFinder finder = new GapFinder(10);
    long nowNs = 10;
    long longest = 0;
    long from = 10;
    for (long step : steps) {
      if (step > longest) {
        longest = step;
        from = nowNs;
      }
      nowNs += step;
      finder.success(nowNs);
    }

    assertThat(finder.longest()).isEqualTo(new GapFinder.Gap(from, longest));
  }

  @Test
  void aFailureEndsNoGap() {
    Recorder.Gaps gaps = Recorder.Gaps.from(0);
    Recorder recorder = new Recorder(WINDOW, gaps, new Series(1));
    recorder.completed(OpKind.READ, 1, 0, 0, SECOND, Outcome.OK);
    recorder.completed(OpKind.WRITE, 1, 0, 0, 2 * SECOND, Outcome.inDoubt("timeout", "late"));
    recorder.completed(OpKind.READ, 1, 0, 0, 4 * SECOND, Outcome.NOT_FOUND);
    gaps.end(9 * SECOND);

    assertThat(gaps.any().longest()).isEqualTo(new GapFinder.Gap(4 * SECOND, 5 * SECOND));
    assertThat(gaps.of(OpKind.WRITE).longest()).isEqualTo(new GapFinder.Gap(0, 9 * SECOND));
  }

  @Test
  void errorsAreCountedByNameWithTheFirstMessageAndDoNotGrowWithoutBound() {
    Recorder recorder = new Recorder(WINDOW, Recorder.Gaps.from(0), new Series(1));
    for (int i = 0; i < 1_000; i++) {
      Outcome error = Outcome.failed("error-%04d".formatted(i % 500), "message " + i);
      recorder.completed(OpKind.WRITE, 1, 0, 0, SECOND, error);
    }

    Map<String, SeenError> errors = recorder.tally(OpKind.WRITE).errors();
    assertThat(errors).hasSize(65);
    assertThat(errors.get("error-0007"))
        .isEqualTo(new SeenError(Outcome.Kind.FAILED, 2, "message 7"));
    assertThat(errors.values().stream().mapToLong(SeenError::count).sum()).isEqualTo(1_000);
  }

  @Test
  void secondsOfSeveralRecordersAreToldWhenAllHaveToldThem() {
    Series series = new Series(2);
    Recorder.Gaps gaps = Recorder.Gaps.from(0);
    Recorder one = new Recorder(WINDOW, gaps, series);
    Recorder other = new Recorder(WINDOW, gaps, series);
    one.completed(OpKind.READ, 1, 0, 0, 10 * MS, Outcome.OK);
    one.completed(OpKind.WRITE, 1, 0, 0, 30 * MS, Outcome.refused("overloaded", "too much"));
    one.tick(3 * SECOND);

    assertThat(series.rowsFrom(0)).isEmpty();
    other.completed(OpKind.READ, 1, 0, 0, 40 * MS, Outcome.OK);
    other.notSent(OpKind.READ, 50 * MS);
    other.completed(OpKind.READ, 1, SECOND, SECOND, SECOND + 7 * MS, Outcome.NOT_FOUND);

    assertThat(series.rowsFrom(0)).hasSize(1);
    SecondRow first = series.rowsFrom(0).getFirst();
    assertThat(first.ok()).isEqualTo(2);
    assertThat(first.refused()).isEqualTo(1);
    assertThat(first.notSent()).isEqualTo(1);
    assertThat(first.errors()).isEqualTo(Map.of("overloaded", 1L, "not-sent-in-time", 1L));
    assertThat(first.p50Ns() / MS).isEqualTo(10);
    assertThat(first.maxNs() / MS).isEqualTo(40);

    one.end();
    other.end();
    assertThat(series.end()).extracting(SecondRow::second).containsExactly(0L, 1L, 2L);
    assertThat(series.end()).extracting(SecondRow::answered).containsExactly(2L, 1L, 0L);
  }

  @Test
  void sumsOfRecordersAreThoseOfAllTheirRequests() {
    Recorder.Gaps gaps = Recorder.Gaps.from(0);
    Series series = new Series(2);
    Recorder one = new Recorder(WINDOW, gaps, series);
    Recorder other = new Recorder(WINDOW, gaps, series);
    one.completed(OpKind.READ, 1, 0, MS, 5 * MS, Outcome.OK);
    other.completed(OpKind.READ, 1, 0, 2 * MS, 9 * MS, Outcome.OK);
    other.completed(OpKind.READ, 1, 0, 0, SECOND, Outcome.failed("timeout", "late"));
    other.notSent(OpKind.READ, SECOND);

    one.add(other);

    OpTally reads = one.tally(OpKind.READ);
    assertThat(reads.count(Outcome.Kind.OK)).isEqualTo(2);
    assertThat(reads.failures()).isEqualTo(2);
    assertThat(reads.latencies().meanNs() / 1e6).isBetween(6.99, 7.01);
    assertThat(reads.timesToFailure().maxNs() / MS).isEqualTo(1000);
    assertThat(one.sendDelays().maxNs() / MS).isEqualTo(2);
    assertThat(one.lastNs()).isEqualTo(SECOND);
  }
}
