package io.atoll.repair;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** So many bytes in a second, and no more. */
class ThrottleTest {
  private final Throttle throttle = new Throttle(1_000);

  @Test
  void littleDoesNotWait() {
    assertThat(throttle.moved(0, 250, false)).isZero();
    assertThat(throttle.moved(0, 1, false)).isEqualTo(1);
  }

  @Test
  void muchWaitsForAsLongAsItMayTake() {
    long nowMs = 0;
    for (int i = 0; i < 10; i++) {
      nowMs += throttle.moved(nowMs, 1_000, false);
    }
    assertThat(nowMs).isEqualTo(10_000 - 250);
  }

  @Test
  void whoIsSlowGetsHalf() {
    assertThat(throttle.moved(0, 1_000, true)).isEqualTo(2_000 - 250);
  }

  @Test
  void whatWasNotUsedIsLost() {
    throttle.moved(0, 1_000, false);
    assertThat(throttle.moved(100_000, 1_000, false)).isEqualTo(750);
  }
}
