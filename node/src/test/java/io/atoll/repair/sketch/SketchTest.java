package io.atoll.repair.sketch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.atoll.repair.sketch.TwoSides.Entry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Sketches are linear, and a difference up to the capacity decodes exactly. */
class SketchTest {
  private static final int CAPACITY = 16;

  private final SplittableRandom random = new SplittableRandom(11);

  @Test
  void differencesUpToTheCapacityDecode() {
    for (int differences = 0; differences <= CAPACITY; differences++) {
      TwoSides sides = TwoSides.random(random, 200, differences);
      assertThat(whole(sides.difference(CAPACITY).decode())).containsExactly(sides.expected());
    }
  }

  @Test
  void moreDifferencesAreUndecidedAndNeverWrong() {
    for (int i = 0; i < 300; i++) {
      int capacity = 1 + i % 6;
      Sketch difference = TwoSides.random(random, 0, capacity + 1 + i % 20).difference(capacity);
      assertThat(difference.decode())
          .isInstanceOfSatisfying(
              Difference.Undecided.class,
              undecided -> assertThat(undecided.estimate()).isGreaterThan(capacity));
    }
  }

  @Test
  void anEmptyDifferenceIsZero() {
    TwoSides sides = TwoSides.random(random, 100, 0);
    Collections.shuffle(sides.left, new Random(1));
    Sketch difference = sides.difference(CAPACITY);
    assertThat(difference.isZero()).isTrue();
    assertThat(difference).isEqualTo(new Sketch(TwoSides.KEY, CAPACITY));
    assertThat(difference.decode())
        .isInstanceOfSatisfying(Difference.Whole.class, it -> assertThat(it.isNone()).isTrue());
  }

  @Test
  void twoKeysOfATokenAreOneDifference() {
    Sketch difference = new Sketch(TwoSides.KEY, 1);
    difference.change(77, SketchKey.NO_WEIGHT, 5);
    difference.change(77, 6, SketchKey.NO_WEIGHT);
    difference.change(77, 8, 19);
    assertThat(whole(difference.decode())).containsExactly(77L);
    assertThat(difference.keys()).isZero();
  }

  @Test
  void tokensAtTheEdgesOfTheFieldAreFound() {
    for (long token : new long[] {0, 1, 58, 59, 60, -59, -1, -60, -61, Long.MIN_VALUE}) {
      Sketch difference = new Sketch(TwoSides.KEY, 3);
      difference.change(token, SketchKey.NO_WEIGHT, 1000);
      difference.change(123, SketchKey.NO_WEIGHT, 1001);
      long[] found = ((Difference.Whole) difference.decode()).tokens();
      assertThat(found).contains(token, 123);
      boolean doubled =
          Long.compareUnsigned(token, 59) < 0 || Long.compareUnsigned(token, -59) >= 0;
      assertThat(found).hasSize(doubled ? 3 : 2);
      assertThat(found).isSortedAccordingTo(Long::compareUnsigned);
    }
  }

  @Test
  void theSumOfSketchesIsTheSketchOfBoth() {
    TwoSides sides = TwoSides.random(random, 50, 60);
    Sketch sum = TwoSides.sketch(sides.left, CAPACITY);
    sum.add(TwoSides.sketch(sides.right, CAPACITY));
    List<Entry> both = new ArrayList<>(sides.left);
    both.addAll(sides.right);
    Collections.shuffle(both, new Random(2));
    assertThat(sum).isEqualTo(TwoSides.sketch(both, CAPACITY));
    sum.subtract(TwoSides.sketch(sides.left, CAPACITY));
    assertThat(sum).isEqualTo(TwoSides.sketch(sides.right, CAPACITY));
  }

  @Test
  void aChangeIsARemovalAndAnAddition() {
    Sketch once = new Sketch(TwoSides.KEY, CAPACITY);
    Sketch twice = new Sketch(TwoSides.KEY, CAPACITY);
    once.change(5, 10, 20);
    twice.change(5, 10, SketchKey.NO_WEIGHT);
    twice.change(5, SketchKey.NO_WEIGHT, 20);
    assertThat(once).isEqualTo(twice);
  }

  @Test
  void theOppositeChangeShowsTheSetAsItWas() {
    Sketch then = TwoSides.sketch(TwoSides.random(random, 30, 0).left, CAPACITY);
    Sketch now = then.copy();
    now.change(1, SketchKey.NO_WEIGHT, 3);
    now.change(2, 7, 4);
    now.change(2, 4, SketchKey.NO_WEIGHT);
    assertThat(now).isNotEqualTo(then);
    now.change(2, SketchKey.NO_WEIGHT, 4);
    now.change(2, 4, 7);
    now.change(1, 3, SketchKey.NO_WEIGHT);
    assertThat(now).isEqualTo(then);
  }

  @Test
  void aShorterSketchIsAPrefixOfALongerOne() {
    TwoSides sides = TwoSides.random(random, 40, 5);
    for (int capacity = 1; capacity <= CAPACITY; capacity++) {
      assertThat(TwoSides.sketch(sides.left, CAPACITY).prefix(capacity))
          .isEqualTo(TwoSides.sketch(sides.left, capacity));
    }
    Sketch difference = TwoSides.sketch(sides.left, 5);
    difference.subtract(TwoSides.sketch(sides.right, 64));
    assertThat(whole(difference.decode())).containsExactly(sides.expected());
  }

  @Test
  void keysAreCounted() {
    Sketch sketch = new Sketch(TwoSides.KEY, 1);
    sketch.change(1, SketchKey.NO_WEIGHT, 2);
    sketch.change(1, 2, 3);
    sketch.change(9, SketchKey.NO_WEIGHT, 2);
    sketch.change(9, SketchKey.NO_WEIGHT, SketchKey.NO_WEIGHT);
    assertThat(sketch.keys()).isEqualTo(2);
    sketch.change(1, 3, SketchKey.NO_WEIGHT);
    assertThat(sketch.keys()).isEqualTo(1);
  }

  @Test
  void theEstimateIsOfTheRightSize() {
    for (int differences : new int[] {20, 300}) {
      double product = 1;
      int times = 20;
      for (int i = 0; i < times; i++) {
        Sketch difference = TwoSides.random(random, 0, differences).difference(1);
        long estimate = ((Difference.Undecided) difference.decode()).estimate();
        double ratio = (double) estimate / differences;
        assertThat(ratio).isBetween(0.05, 20.0);
        product *= Math.pow(ratio, 1.0 / times);
      }
      assertThat(product).as("mean for %d", differences).isBetween(0.4, 2.5);
    }
  }

  @Test
  void sketchesOfOtherKeysOrTooShortAreNotCompared() {
    Sketch mine = new Sketch(TwoSides.KEY, 2);
    Sketch foreign = new Sketch(new SketchKey(new byte[16]), 2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> mine.subtract(foreign))
        .withMessage("the sketches were made with different keys");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> mine.add(new Sketch(TwoSides.KEY, 1)))
        .withMessage("the other's capacity is 1: must be 2 or more");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Sketch(TwoSides.KEY, 65))
        .withMessage("the capacity is 65: must be 1 to 64");
  }

  private static long[] whole(Difference difference) {
    assertThat(difference).isInstanceOf(Difference.Whole.class);
    return ((Difference.Whole) difference).tokens();
  }
}
