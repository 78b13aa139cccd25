package io.atoll.chaos.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Inputs that are nearly right. */
class GarbageTest {
  @Test
  void theSameSeedMakesTheSameInputs() {
    assertThat(inputs(7))
        .usingElementComparator(Arrays::compare)
        .containsExactlyElementsOf(inputs(7));
    assertThat(inputs(8)).usingElementComparator(Arrays::compare).isNotEqualTo(inputs(7));
  }

  @Test
  void someAreRightAndMostAreNot() {
    List<byte[]> samples = Samples.http();
    long right =
        inputs(1).stream()
            .filter(input -> samples.stream().anyMatch(each -> Arrays.equals(each, input)))
            .count();
    assertThat(right).isBetween(1L, 1_000L);
  }

  @Test
  void noneIsLongAndEverySampleStaysAsItWas() {
    List<byte[]> before = Samples.peer();
    Garbage garbage = new Garbage(before, new SplittableRandom(3));
    for (int i = 0; i < 20_000; i++) {
      assertThat(garbage.next().length).isLessThanOrEqualTo(64 * 1024);
    }
    assertThat(before)
        .usingElementComparator(Arrays::compare)
        .containsExactlyElementsOf(Samples.peer());
  }

  private static List<byte[]> inputs(long seed) {
    Garbage garbage = new Garbage(Samples.http(), new SplittableRandom(seed));
    List<byte[]> inputs = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      inputs.add(garbage.next());
    }
    return inputs;
  }
}
