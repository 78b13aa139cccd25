package io.atoll.membership;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ReplayWindowTest {
  private final ReplayWindow window = new ReplayWindow();

  @Test
  void reorderedDatagramsAreTakenOnceEach() {
    assertThat(window.accept(1, 100)).isTrue();
    assertThat(window.accept(1, 37)).isTrue();
    assertThat(window.accept(1, 37)).isFalse();
    assertThat(window.accept(1, 100)).isFalse();
    assertThat(window.accept(1, 36)).as("64 behind the newest").isFalse();
  }

  @Test
  void aHigherGenerationBeginsAnewAndEndsTheOldOne() {
    assertThat(window.accept(1, 1_000)).isTrue();
    assertThat(window.accept(2, 0)).isTrue();
    assertThat(window.accept(1, 1_001)).isFalse();
    assertThat(window.accept(2, 0)).isFalse();
    assertThat(window.accept(2, 1)).isTrue();
  }

  @Property
  void nothingIsTakenTwiceAndNothingRecentIsRefused(
      @ForAll List<@IntRange(max = 200) Integer> sequences) {
    ReplayWindow fresh = new ReplayWindow();
    Set<Integer> taken = new HashSet<>();
    int highest = -1;
    for (int sequence : sequences) {
      boolean isNew = !taken.contains(sequence) && sequence > highest - 64;
      assertThat(fresh.accept(1, sequence)).isEqualTo(isNew);
      if (isNew) {
        taken.add(sequence);
        highest = Math.max(highest, sequence);
      }
    }
  }
}
