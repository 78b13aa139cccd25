package io.atoll.cli.bench.engine;

import static io.atoll.cli.bench.engine.VirtualTime.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PreloadTest {
  private final VirtualTime time = new VirtualTime();
  private final Preload preload = new Preload(10, 500, 0);

  private Generator generator(FakeTarget target) {
    SplittableRandom random = new SplittableRandom(1);
    return new Generator(
        preload,
        new Pace.Closed(),
        target,
        preload,
        new Window(0, Long.MAX_VALUE / 4, Long.MAX_VALUE),
        time,
        16,
        SECOND,
        new KeyFormat(3),
        new Values(1, 1, false, random),
        random);
  }

  @Test
  void everyKeyIsWrittenAndWhatWasNotIsWrittenAgain() {
    SplittableRandom chance = new SplittableRandom(3);
    FakeTarget target =
        new FakeTarget(
            time,
            (kind, sentNs) ->
                new FakeTarget.Answer(
                    sentNs + 1000,
                    switch (chance.nextInt(4)) {
                      case 0 -> Outcome.refused("overloaded", "busy");
                      case 1 -> Outcome.inDoubt("timeout", "late");
                      default -> Outcome.OK;
                    }));
    Generator generator = generator(target);

    time.run(generator, 60 * SECOND);

    assertThat(generator.isDone()).isTrue();
    assertThat(preload.failure()).isNull();
    assertThat(preload.written()).isEqualTo(490);
    assertThat(target.keys)
        .containsAll(IntStream.range(10, 500).mapToObj("%03d"::formatted).toList())
        .hasSizeGreaterThan(600);
  }

  @Test
  void aWriteThatFailsForGoodEndsIt() {
    FakeTarget target =
        new FakeTarget(
            time,
            (kind, sentNs) ->
                new FakeTarget.Answer(
                    sentNs + 1000, Outcome.failed("impossible-level", "9 of 3 replicas")));
    Generator generator = generator(target);

    time.run(generator, SECOND);

    assertThat(generator.isDone()).isTrue();
    assertThat(preload.failure()).isEqualTo("impossible-level: 9 of 3 replicas");
    assertThat(target.keys).hasSize(16);
  }

  @Test
  void patienceEnds() {
    FakeTarget target =
        new FakeTarget(
            time,
            (kind, sentNs) ->
                new FakeTarget.Answer(sentNs + 1000, Outcome.refused("no-connection", "down")));
    Generator generator = generator(target);

    time.run(generator, 10 * SECOND);
    assertThat(generator.isDone()).isFalse();
    time.run(generator, 16 * SECOND);
    assertThat(generator.isDone()).isTrue();
    assertThat(preload.failure()).isEqualTo("no-connection: down");
  }
}
