package io.atoll.client.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The small measures that requests are judged by: budget, admission, latencies, pauses. */
class BoundsTest {
  private static final long SECOND = 1_000_000_000L;

  @Example
  void aBudgetIsAFractionOfTheRequestsAndALittleForTime() {
    EngineSettings.Repeats repeats = new EngineSettings.Repeats(4, 0.1, 5, true, 0.99, 5, 100);
    RetryBudget budget = new RetryBudget(repeats, 20, 0);
    assertThat(taken(budget, 0)).isEqualTo(20);
    for (int i = 0; i < 100; i++) {
      budget.earn();
    }
    assertThat(taken(budget, 0)).isBetween(9, 10);
    assertThat(taken(budget, 2 * SECOND)).isBetween(10, 11);
    assertThat(taken(budget, 1_000 * SECOND)).isEqualTo(20);
  }

  @Example
  void hedgesLeaveHalfOfTheBudgetToRepeats() {
    EngineSettings.Repeats repeats = new EngineSettings.Repeats(4, 0.1, 0, true, 0.99, 5, 100);
    RetryBudget budget = new RetryBudget(repeats, 20, 0);
    int hedges = 0;
    while (budget.takeHedge(0)) {
      hedges++;
    }
    assertThat(hedges).isEqualTo(11);
    assertThat(taken(budget, 0)).isEqualTo(9);
  }

  private static int taken(RetryBudget budget, long nowNanos) {
    int taken = 0;
    while (budget.takeRepeat(nowNanos)) {
      taken++;
    }
    return taken;
  }

  @Property(tries = 300)
  void admissionCountsRequestsAndBytes(
      @ForAll @IntRange(min = 1, max = 20) int most,
      @ForAll @IntRange(min = 1, max = 5_000) int mostBytes,
      @ForAll int[] sizes) {
    Admission admission = new Admission(new EngineSettings.Limits(most, mostBytes, 1));
    int count = 0;
    int bytes = 0;
    for (int size : sizes) {
      int each = Math.floorMod(size, 2_000);
      boolean fits = count < most && bytes + each <= mostBytes;
      assertThat(admission.admit(each)).isEqualTo(fits);
      if (fits) {
        count++;
        bytes += each;
      }
      assertThat(admission.count()).isEqualTo(count);
    }
  }

  @Property(tries = 100)
  void aPercentileIsToldWithinAFifth(@ForAll long seed) {
    Random random = new Random(seed);
    LatencyHistogram histogram = new LatencyHistogram(0.95);
    // So many that the percentile was counted with the last of them.
    long[] samples = new long[4_096];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (long) (Math.exp(random.nextGaussian()) * 2_000_000) + 100_000;
      histogram.add(samples[i]);
    }
    Arrays.sort(samples);
    double exact = samples[(int) (samples.length * 0.95)];
    assertThat(histogram.percentileNanos() / exact).isCloseTo(1.12, within(0.16));
  }

  @Example
  void aPercentileFollowsWhatIsRecent() {
    LatencyHistogram histogram = new LatencyHistogram(0.9);
    assertThat(histogram.percentileNanos()).isEqualTo(-1);
    for (int i = 0; i < 5_000; i++) {
      histogram.add(1_000_000);
    }
    assertThat(histogram.percentileNanos()).isBetween(1_000_000L, 1_300_000L);
    for (int i = 0; i < 6; i++) {
      histogram.fade();
    }
    for (int i = 0; i < 1_000; i++) {
      histogram.add(9_000_000);
    }
    assertThat(histogram.percentileNanos()).isBetween(9_000_000L, 11_000_000L);
  }

  @Example
  void aNodeThatWasSlowIsTriedAgainAfterAWhile() {
    NodeLatency slow = new NodeLatency();
    NodeLatency quick = new NodeLatency();
    for (int i = 0; i < 20; i++) {
      slow.add(200_000_000, 0);
      quick.add(1_000_000, 0);
    }
    assertThat(slow.nanos(0)).isGreaterThan(quick.nanos(0));
    quick.add(1_000_000, 3 * SECOND);
    assertThat(slow.nanos(3 * SECOND)).isLessThan(quick.nanos(3 * SECOND));
    slow.add(1_000_000, 3 * SECOND);
    assertThat(slow.nanos(3 * SECOND)).isLessThan(2_000_000);
  }

  @Property(tries = 300)
  void pausesDoubleUpToABoundAndNeverShrinkBelowHalf(
      @ForAll @IntRange(min = 1, max = 100) int failures, @ForAll long random) {
    long pauseMs = Backoff.pauseMs(failures, 50, 5_000, random);
    long fullMs = Math.min(5_000, 50L << Math.min(failures - 1, 20));
    assertThat(pauseMs).isBetween(fullMs - fullMs / 2, fullMs);
  }
}
