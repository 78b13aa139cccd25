package io.atoll.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Clocks that drift, jump and are set right. */
class SimClockTest {
  private final Scheduler scheduler = new Scheduler();
  private final SimClock clock = new SimClock(scheduler, 7, 0);
  private final long startMs = clock.wallMs();

  private void passMs(long ms) {
    scheduler.runUntil(scheduler.nowNanos() + ms * 1_000_000);
  }

  @Test
  void aFastClockCountsMoreAndItsWallTimeIsSetRightAfterwards() {
    passMs(100);
    Undo fast = clock.drift(200_000);
    passMs(1_000);
    assertThat(clock.nanos()).isEqualTo(1_300_000_000);
    assertThat(clock.wallMs()).isEqualTo(startMs + 1_300);
    fast.undo();
    assertThat(clock.nanos()).as("what is counted stays").isEqualTo(1_300_000_000);
    assertThat(clock.wallMs()).isEqualTo(startMs + 1_100);
    passMs(10);
    assertThat(clock.nanos()).isEqualTo(1_310_000_000);
    assertThat(clock.wallMs()).isEqualTo(startMs + 1_110);
  }

  @Test
  void driftsAddUp() {
    Undo fast = clock.drift(500_000);
    clock.drift(-100_000);
    passMs(1_000);
    assertThat(clock.nanos()).isEqualTo(1_400_000_000);
    fast.undo();
    passMs(1_000);
    assertThat(clock.nanos()).isEqualTo(2_300_000_000L);
    clock.setRight();
    assertThat(clock.wallMs()).isEqualTo(startMs + 2_000);
  }

  @Test
  void whatIsCountedNeverFallsHoweverSlowTheClock() {
    clock.drift(-900_000);
    long before = clock.nanos();
    for (int i = 0; i < 10_000; i++) {
      scheduler.runUntil(scheduler.nowNanos() + 997);
      assertThat(clock.nanos()).isGreaterThanOrEqualTo(before);
      before = clock.nanos();
    }
  }

  @Test
  void aTimerOfAFastClockIsDueEarly() {
    clock.drift(250_000);
    assertThat(clock.toVirtualNanos(1_000_000_000)).isEqualTo(800_000_000);
    clock.setRight();
    clock.drift(-500_000);
    assertThat(clock.toVirtualNanos(1_000_000_000)).isEqualTo(2_000_000_000);
  }

  @Test
  void wallTimeThatIsSkippedIsSkippedByEveryClockAndByNoTimer() {
    SimClock other = new SimClock(scheduler, -3, 50);
    long otherMs = other.wallMs();
    scheduler.skipWallMs(1_000_000);
    assertThat(clock.wallMs()).isEqualTo(startMs + 1_000_000);
    assertThat(other.wallMs()).isEqualTo(otherMs + 1_000_000);
    assertThat(clock.nanos()).isZero();
  }
}
