package io.atoll.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
  @Test
  void pausesDoubleUpToTheBoundLessUpToHalf() {
    Backoff backoff = new Backoff(100, 1_000, new Random(3));
    for (int round = 0; round < 50; round++) {
      for (long full : new long[] {100, 200, 400, 800, 1_000, 1_000}) {
        assertThat(backoff.afterFailure()).isBetween(full / 2, full);
      }
      backoff.reset();
    }
  }

  @Test
  void oneLineOfAKindPassesPerInterval() {
    LogGate gate = new LogGate(1);
    assertThat(gate.pass(-5_000_000)).isZero();
    assertThat(gate.pass(-4_500_000)).isEqualTo(-1);
    assertThat(gate.pass(-4_000_001)).isEqualTo(-1);
    assertThat(gate.pass(-4_000_000)).isEqualTo(2);
    assertThat(gate.pass(-3_999_999)).isEqualTo(-1);
    gate.reset();
    assertThat(gate.pass(-3_999_998)).isEqualTo(1);
  }
}
