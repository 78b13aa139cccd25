package io.atoll.router.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.router.health.Breaker.State;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BreakerTest {
  private static final long SECOND = 1_000_000_000L;
  private static final BreakerSettings SETTINGS =
      new BreakerSettings(3, 10, 0.5, 5 * SECOND, SECOND, 8 * SECOND, 2, 2);

  private final Breaker breaker = new Breaker(SETTINGS, 0);

  @Test
  void failuresInARowOpenIt() {
    fail(0, 2);
    assertThat(breaker.admits(0)).isTrue();
    fail(0, 1);
    assertThat(breaker.state(0)).isEqualTo(State.OPEN);
    assertThat(breaker.admits(SECOND - 1)).isFalse();
    assertThat(breaker.why()).isEqualTo("3 failures in a row: refused");
  }

  @Test
  void aSuccessBreaksTheRow() {
    fail(0, 2);
    succeed(0, 1);
    fail(0, 2);
    assertThat(breaker.state(0)).isEqualTo(State.CLOSED);
  }

  @Test
  void aShareOfFailuresOpensItWithoutARow() {
    for (int i = 0; i < 4; i++) {
      succeed(i, 1);
      fail(i, 1);
    }
    assertThat(breaker.state(4)).isEqualTo(State.CLOSED);
    succeed(4, 1);
    fail(4, 1);
    assertThat(breaker.state(4)).isEqualTo(State.OPEN);
    assertThat(breaker.why()).startsWith("5 of 10 requests failed");
  }

  @Test
  void failuresOfLongAgoAreForgotten() {
    for (int i = 0; i < 4; i++) {
      succeed(0, 1);
      fail(0, 1);
    }
    succeed(10 * SECOND, 1);
    fail(10 * SECOND, 1);
    assertThat(breaker.state(10 * SECOND)).isEqualTo(State.CLOSED);
  }

  @Test
  void halfOpenItLetsAFewTrialsPassAndClosesWhenTheySucceed() {
    fail(0, 3);
    int one = breaker.sent(SECOND);
    assertThat(breaker.state(SECOND)).isEqualTo(State.HALF_OPEN);
    int other = breaker.sent(SECOND);
    assertThat(breaker.admits(SECOND)).isFalse();
    breaker.succeeded(one, SECOND);
    assertThat(breaker.admits(SECOND)).isTrue();
    breaker.succeeded(other, SECOND);
    assertThat(breaker.state(SECOND)).isEqualTo(State.CLOSED);
  }

  @Test
  void anAbandonedTrialGivesItsPlaceBack() {
    fail(0, 3);
    int one = breaker.sent(SECOND);
    breaker.sent(SECOND);
    breaker.abandoned(one);
    assertThat(breaker.admits(SECOND)).isTrue();
  }

  @Test
  void eachFailedTrialDoublesTheTimeUpToABound() {
    fail(0, 3);
    long now = 0;
    for (long openFor : new long[] {1, 2, 4, 8, 8}) {
      assertThat(breaker.state(now + openFor * SECOND - 1)).isEqualTo(State.OPEN);
      now += openFor * SECOND;
      assertThat(breaker.state(now)).isEqualTo(State.HALF_OPEN);
      breaker.failed(breaker.sent(now), now, "refused");
    }
  }

  @Test
  void aClosedBreakerBeginsWithTheShortTimeAgain() {
    fail(0, 3);
    breaker.failed(breaker.sent(SECOND), SECOND, "refused");
    succeed(3 * SECOND, 2);
    assertThat(breaker.state(3 * SECOND)).isEqualTo(State.CLOSED);
    fail(3 * SECOND, 3);
    assertThat(breaker.opensAgainInNanos(3 * SECOND)).isEqualTo(SECOND);
  }

  @Test
  void whatWasSentBeforeItOpenedSaysNothingAfterwards() {
    int early = breaker.sent(0);
    int late = breaker.sent(0);
    fail(0, 3);
    breaker.succeeded(early, SECOND);
    assertThat(breaker.state(SECOND)).isEqualTo(State.HALF_OPEN);
    breaker.failed(late, SECOND, "refused");
    breaker.abandoned(early);
    assertThat(breaker.state(SECOND)).isEqualTo(State.HALF_OPEN);
    breaker.sent(SECOND);
    breaker.sent(SECOND);
    assertThat(breaker.admits(SECOND)).isFalse();
  }

  /** Whatever happens in whatever order, trials are bounded and open means closed to requests. */
  @Property
  void trialsAreNeverMoreThanAllowed(
      @ForAll @Size(max = 200) List<@IntRange(min = 0, max = 4) Integer> steps) {
    Breaker any = new Breaker(SETTINGS, 0);
    List<Integer> out = new ArrayList<>();
    long now = 0;
    int trials = 0;
    for (int step : steps) {
      State before = any.state(now);
      switch (step) {
        case 0 -> now += SECOND / 2;
        case 1 -> {
          if (any.admits(now)) {
            out.add(any.sent(now));
            trials = any.state(now) == State.HALF_OPEN ? trials + 1 : 0;
          }
        }
        default -> {
          if (!out.isEmpty()) {
            int permit = out.removeFirst();
            if (step == 2) {
              any.succeeded(permit, now);
            } else if (step == 3) {
              any.failed(permit, now, "x");
            } else {
              any.abandoned(permit);
            }
            // What ended may have been a trial: only a run of trials without ends is bounded here.
            trials = 0;
          }
        }
      }
      if (any.state(now) != before) {
        trials = 0;
      }
      assertThat(trials).isLessThanOrEqualTo(SETTINGS.trials());
      if (any.state(now) == State.OPEN) {
        assertThat(any.admits(now)).isFalse();
        assertThat(any.opensAgainInNanos(now)).isBetween(1L, SETTINGS.maxOpenNanos());
      }
    }
    // It always recovers: with time and successes it closes.
    now += SETTINGS.maxOpenNanos();
    if (any.state(now) == State.HALF_OPEN) {
      out.forEach(any::abandoned);
      any.succeeded(any.sent(now), now);
      any.succeeded(any.sent(now), now);
    }
    assertThat(any.state(now)).isEqualTo(State.CLOSED);
  }

  private void fail(long now, int times) {
    for (int i = 0; i < times; i++) {
      breaker.failed(breaker.sent(now), now, "refused");
    }
  }

  private void succeed(long now, int times) {
    for (int i = 0; i < times; i++) {
      breaker.succeeded(breaker.sent(now), now);
    }
  }
}
