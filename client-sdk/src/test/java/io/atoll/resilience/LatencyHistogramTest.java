package io.atoll.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {
  @Test
  void withFewSamplesItDoesNotPretendToKnow() {
    LatencyHistogram window = always(0.5);
    for (int i = 0; i < 19; i++) {
      window.add(1_000_000);
    }
    assertThat(window.quantileNanos(42)).isEqualTo(42);
  }

  @Test
  void thePastFades() {
    LatencyHistogram window = always(0.95);
    for (int i = 0; i < 5_000; i++) {
      window.add(100_000_000);
    }
    for (int i = 0; i < 5_000; i++) {
      window.add(1_000_000);
    }
    assertThat(window.quantileNanos(0)).isBetween(1_000_000L, 1_300_000L);
  }

  @Property
  void aQuantileIsAnUpperBoundAndNotMuchMore(
      @ForAll @Size(min = 20, max = 500)
          List<@IntRange(min = 20_000, max = 2_000_000_000) Integer> nanos,
      @ForAll @IntRange(min = 1, max = 100) int percent) {
    LatencyHistogram window = always(percent / 100.0);
    nanos.forEach(window::add);
    List<Integer> sorted = nanos.stream().sorted().toList();
    long exact = sorted.get((int) Math.ceil(percent / 100.0 * sorted.size()) - 1);
    assertThat(window.quantileNanos(-1)).isBetween(exact, exact + exact / 4 + 4_096);
  }

  @Property(tries = 100)
  void aQuantileIsToldWithinAFifth(@ForAll long seed) {
    Random random = new Random(seed);
    LatencyHistogram histogram = nowAndThen(0.95);
    // So many that the quantile was counted with the last of them.
    long[] samples = new long[4_096];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (long) (Math.exp(random.nextGaussian()) * 2_000_000) + 100_000;
      histogram.add(samples[i]);
    }
    Arrays.sort(samples);
    double exact = samples[(int) (samples.length * 0.95)];
    assertThat(histogram.quantileNanos(-1) / exact).isCloseTo(1.12, within(0.16));
  }

  @Test
  void aQuantileFollowsWhatIsRecent() {
    LatencyHistogram histogram = nowAndThen(0.9);
    assertThat(histogram.quantileNanos(-1)).isEqualTo(-1);
    for (int i = 0; i < 5_000; i++) {
      histogram.add(1_000_000);
    }
    assertThat(histogram.quantileNanos(-1)).isBetween(1_000_000L, 1_300_000L);
    for (int i = 0; i < 6; i++) {
      histogram.fade();
    }
    for (int i = 0; i < 1_000; i++) {
      histogram.add(9_000_000);
    }
    assertThat(histogram.quantileNanos(-1)).isBetween(9_000_000L, 11_000_000L);
  }

  @Test
  void theFirstAnswerComesAsSoonAsThereAreEnoughSamples() {
    LatencyHistogram histogram = nowAndThen(0.9);
    for (int i = 0; i < 63; i++) {
      histogram.add(1_000_000);
      assertThat(histogram.quantileNanos(-1)).isEqualTo(-1);
    }
    histogram.add(1_000_000);
    assertThat(histogram.quantileNanos(-1)).isBetween(1_000_000L, 1_300_000L);
  }

  /** Determined anew with each sample. */
  private static LatencyHistogram always(double quantile) {
    return new LatencyHistogram(quantile, 20, 1, 1_024);
  }

  private static LatencyHistogram nowAndThen(double quantile) {
    return new LatencyHistogram(quantile, 64, 128, 8_192);
  }
}
