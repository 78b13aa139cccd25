package io.atoll.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BackoffTest {
  @Property(tries = 300)
  void pausesDoubleUpToABoundAndNeverShrinkBelowHalf(
      @ForAll @IntRange(min = 1, max = 100) int failures, @ForAll long random) {
    long pauseMs = new Backoff(50, 5_000).pauseMs(failures, random);
    long fullMs = Math.min(5_000, 50L << Math.min(failures - 1, 20));
    assertThat(pauseMs).isBetween(fullMs - fullMs / 2, fullMs);
  }

  @Test
  void pausesDoubleUpToTheBoundLessUpToHalf() {
    Backoff backoff = new Backoff(100, 1_000);
    Random random = new Random(3);
    for (int round = 0; round < 50; round++) {
      int failures = 0;
      for (long full : new long[] {100, 200, 400, 800, 1_000, 1_000}) {
        assertThat(backoff.pauseMs(++failures, random.nextLong())).isBetween(full / 2, full);
      }
    }
  }
}
