package io.atoll.router.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void clientsDoNotPayForEachOther() {
    RateLimiter limiter = new RateLimiter(1, 2, 10);
    assertThat(limiter.tryPass("a", 0)).isZero();
    assertThat(limiter.tryPass("a", 0)).isZero();
    assertThat(limiter.tryPass("a", 0)).isEqualTo(SECOND);
    assertThat(limiter.tryPass("b", 0)).isZero();
    assertThat(limiter.limited()).isEqualTo(1);
  }

  @Test
  void theWaitThatIsToldIsLongEnoughAndNotLonger() {
    RateLimiter limiter = new RateLimiter(3, 1, 10);
    assertThat(limiter.tryPass("a", 0)).isZero();
    long wait = limiter.tryPass("a", 0);
    assertThat(limiter.tryPass("a", wait - 1_000)).isPositive();
    assertThat(limiter.tryPass("a", wait)).isZero();
  }

  @Test
  void theClientThatWasQuietForLongestIsForgotten() {
    RateLimiter limiter = new RateLimiter(1, 1, 2);
    limiter.tryPass("a", 0);
    limiter.tryPass("b", 0);
    limiter.tryPass("a", 0);
    limiter.tryPass("c", 0);
    assertThat(limiter.clients()).isEqualTo(2);
    assertThat(limiter.tryPass("a", 0)).isPositive();
    assertThat(limiter.tryPass("b", 0)).isZero();
  }

  @Property
  void noClientPassesMoreThanBurstAndRateAllowAndMemoryIsBounded(
      @ForAll @Size(max = 300) List<@IntRange(min = 0, max = 100) Integer> gapsMs) {
    RateLimiter limiter = new RateLimiter(50, 5, 3);
    long now = 0;
    int passed = 0;
    for (int gap : gapsMs) {
      now += gap * 1_000_000L;
      passed += limiter.tryPass("a", now) == 0 ? 1 : 0;
      limiter.tryPass("other " + gap % 2, now);
      assertThat(limiter.clients()).isLessThanOrEqualTo(3);
    }
    assertThat((double) passed).isLessThanOrEqualTo(5 + now * 1e-9 * 50 + 1e-6);
  }
}
