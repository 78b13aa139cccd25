package io.atoll.router.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LatencyWindowTest {
  @Test
  void withFewSamplesItDoesNotPretendToKnow() {
    LatencyWindow window = new LatencyWindow();
    for (int i = 0; i < 19; i++) {
      window.add(1_000_000);
    }
    assertThat(window.quantileNanos(0.5, 42)).isEqualTo(42);
  }

  @Test
  void thePastFades() {
    LatencyWindow window = new LatencyWindow();
    for (int i = 0; i < 5_000; i++) {
      window.add(100_000_000);
    }
    for (int i = 0; i < 5_000; i++) {
      window.add(1_000_000);
    }
    assertThat(window.quantileNanos(0.95, 0)).isBetween(1_000_000L, 1_300_000L);
  }

  @Property
  void aQuantileIsAnUpperBoundAndNotMuchMore(
      @ForAll @Size(min = 20, max = 500)
          List<@IntRange(min = 20_000, max = 2_000_000_000) Integer> nanos,
      @ForAll @IntRange(min = 1, max = 100) int percent) {
    LatencyWindow window = new LatencyWindow();
    nanos.forEach(window::add);
    List<Integer> sorted = nanos.stream().sorted().toList();
    long exact = sorted.get((int) Math.ceil(percent / 100.0 * sorted.size()) - 1);
    assertThat(window.quantileNanos(percent / 100.0, -1))
        .isBetween(exact, exact + exact / 4 + 4_096);
  }
}
