package io.atoll.causal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class HybridClockTest {
  private static final long NOW_MS = 1_800_000_000_000L;

  @Property
  void timeRisesUnlessTheWallGoesFarBack(@ForAll List<Long> wallsMs) {
    HybridClock clock = new HybridClock();
    long last = 0;
    for (long wallMs : wallsMs) {
      long next = clock.next(wallMs);
      long sensibleMs = Math.clamp(wallMs, 0, 1L << 46);
      if (HybridClock.wallMs(last) <= sensibleMs + HybridClock.MAX_BACK_MS) {
        assertThat(next).isGreaterThan(last);
      } else {
        assertThat(next).isEqualTo(sensibleMs << 16);
      }
      last = next;
    }
  }

  @Property
  void timeNeverStaysFarAheadOfTheWall(
      @ForAll List<@LongRange(min = 0, max = 1L << 45) Long> wallsMs) {
    HybridClock clock = new HybridClock();
    for (long wallMs : wallsMs) {
      assertThat(HybridClock.wallMs(clock.next(wallMs)))
          .isBetween(wallMs, wallMs + HybridClock.MAX_BACK_MS + 1);
    }
  }

  @Example
  void aClockThatWasAYearAheadAndIsSetRightGivesTheRightTime() {
    HybridClock clock = new HybridClock();
    clock.next(NOW_MS + 365 * 86_400_000L);
    assertThat(clock.next(NOW_MS)).isEqualTo(NOW_MS << 16);
  }

  @Example
  void nothingIsAboveTheHighestTimestamp() {
    assertThat(HybridClock.above(7)).isEqualTo(8);
    assertThat(HybridClock.above(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
    assertThat(HybridClock.after(7)).isEqualTo(16);
    assertThat(HybridClock.after(Long.MAX_VALUE - 3)).isEqualTo(Long.MAX_VALUE);
    assertThat(HybridClock.after(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
  }

  @Property
  void whatIsMadeAgainLiesBelowAllThatClocksGiveAfterwards(
      @ForAll List<@LongRange(min = -30_000, max = 30_000) Long> offsetsMs) {
    HybridClock clock = new HybridClock();
    HybridClock other = new HybridClock();
    for (long offsetMs : offsetsMs) {
      long lostTo = clock.next(NOW_MS + offsetMs);
      long again = HybridClock.above(lostTo);
      assertThat(again).isGreaterThan(lostTo).isLessThan(HybridClock.after(lostTo));
      assertThat(other.observe(lostTo, NOW_MS)).isTrue();
      assertThat(other.next(NOW_MS)).isGreaterThan(again);
    }
  }

  @Property
  void timeIsNeverBehindTheWallAndRisesAboveWhatWasBelieved(
      @ForAll List<@LongRange(min = -200_000, max = 200_000) Long> offsetsMs) {
    HybridClock clock = new HybridClock();
    long last = clock.next(NOW_MS);
    for (long offsetMs : offsetsMs) {
      long others = (NOW_MS + offsetMs) << 16 | 0xffff;
      boolean believed = clock.observe(others, NOW_MS);
      assertThat(believed).isEqualTo(offsetMs <= HybridClock.MAX_AHEAD_MS);
      long next = clock.next(NOW_MS);
      assertThat(next).isGreaterThan(last).isGreaterThanOrEqualTo(NOW_MS << 16);
      if (believed) {
        assertThat(next).isGreaterThan(others);
      }
      last = next;
    }
  }

  /** Nodes that listen to each other cannot climb on each other's shoulders. */
  @Property
  void nobodyIsDraggedFurtherThanTheLimit(@ForAll @Size(max = 50) List<Long> timestamps) {
    HybridClock clock = new HybridClock();
    for (long timestamp : timestamps) {
      clock.observe(timestamp & Long.MAX_VALUE, NOW_MS);
      long next = clock.next(NOW_MS);
      assertThat(HybridClock.wallMs(next))
          .isLessThanOrEqualTo(NOW_MS + HybridClock.MAX_AHEAD_MS + 1);
    }
  }

  @Example
  void aPeerAtTheEndOfTimeIsNotBelieved() {
    HybridClock clock = new HybridClock();
    clock.next(NOW_MS);
    assertThat(clock.observe(Long.MAX_VALUE)).isFalse();
    assertThat(clock.next(NOW_MS + 1)).isEqualTo((NOW_MS + 1) << 16);
  }

  @Example
  void theLimitItselfIsBelievedAndAMillisecondMoreIsNot() {
    HybridClock clock = new HybridClock();
    long limitMs = NOW_MS + HybridClock.MAX_AHEAD_MS;
    assertThat(clock.observe((limitMs + 1) << 16, NOW_MS)).isFalse();
    assertThat(clock.observe(limitMs << 16, NOW_MS)).isTrue();
  }

  @Example
  void aBrokenWallLeavesRoomForTimeToRise() {
    HybridClock clock = new HybridClock();
    long last = clock.next(-1);
    assertThat(last).isPositive();
    for (int i = 0; i < 70_000; i++) {
      long next = clock.next((1L << 47) - 1);
      assertThat(next > last).isTrue();
      last = next;
    }
  }

  @Example
  void theWallGoingBackStopsTimeButDoesNotTurnIt() {
    HybridClock clock = new HybridClock();
    long first = clock.next(NOW_MS);
    assertThat(clock.next(NOW_MS - 5_000)).isEqualTo(first + 16);
    assertThat(clock.next(NOW_MS - 4_000)).isEqualTo(first + 32);
    assertThat(clock.next(NOW_MS + 1)).isEqualTo((NOW_MS + 1) << 16);
  }

  @Example
  void aWallThatGoesBackLowersWhatIsAcceptedToo() {
    HybridClock clock = new HybridClock();
    clock.next(NOW_MS + 1_000_000);
    clock.next(NOW_MS);
    assertThat(clock.observe((NOW_MS + 1_050_000) << 16)).isFalse();
  }

  @Example
  void beforeTheFirstWallTimeNothingFromOthersIsAccepted() {
    HybridClock clock = new HybridClock();
    assertThat(clock.observe(1)).isFalse();
    assertThat(clock.observe(NOW_MS << 16)).isFalse();
    assertThat(clock.observe(NOW_MS << 16, NOW_MS)).isTrue();
    assertThat(clock.next(NOW_MS)).isEqualTo((NOW_MS << 16) + 16);
  }

  @Example
  void manyTimestampsInOneMillisecondRunIntoTheNext() {
    HybridClock clock = new HybridClock();
    long last = clock.next(NOW_MS);
    for (int i = 0; i < 5_000; i++) {
      last = clock.next(NOW_MS);
    }
    assertThat(HybridClock.wallMs(last)).isEqualTo(NOW_MS + 1);
    assertThat(clock.next(NOW_MS + 1)).isEqualTo(last + 16);
  }
}
