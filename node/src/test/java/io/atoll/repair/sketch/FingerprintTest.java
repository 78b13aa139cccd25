package io.atoll.repair.sketch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** One message compares any number of sets. */
class FingerprintTest {
  private static final int SETS = 40;

  private final SplittableRandom random = new SplittableRandom(29);

  @Test
  void aFewDifferencesInAnyOfManySetsDecodeFromOneMessage() {
    for (int differences = 0; differences <= 11; differences++) {
      TwoSides sides = TwoSides.random(random, 400, differences);
      byte[] message = Fingerprint.of(1, together(sides.left), 11).encode();
      assertThat(message).hasSizeLessThanOrEqualTo(195);
      Fingerprint received = Fingerprint.decode(message);
      Sketch mine = together(sides.right);
      assertThat(received.matches(mine)).isEqualTo(differences == 0);
      assertThat(((Difference.Whole) received.difference(mine)).tokens())
          .containsExactly(sides.expected());
    }
  }

  @Test
  void moreThanTheCapacityIsUndecided() {
    TwoSides sides = TwoSides.random(random, 100, 12);
    Fingerprint theirs = Fingerprint.of(1, together(sides.left), 11);
    assertThat(theirs.difference(together(sides.right)))
        .isInstanceOfSatisfying(
            Difference.Undecided.class,
            undecided -> assertThat(undecided.estimate()).isEqualTo(12));
  }

  @Test
  void aFingerprintNamesItsSubject() {
    Sketch sketch = TwoSides.random(random, 0, 3).difference(2);
    Fingerprint fingerprint = Fingerprint.of(77, sketch, 2);
    assertThat(Fingerprint.decode(fingerprint.encode())).isEqualTo(fingerprint);
    assertThat(fingerprint.subject()).isEqualTo(77);
    assertThat(fingerprint).isNotEqualTo(Fingerprint.of(78, sketch, 2));
  }

  @Test
  void whatIsLeftOfASetWithoutAPartIsTheRest() {
    TwoSides sides = TwoSides.random(random, 0, 9);
    Fingerprint whole = Fingerprint.of(1, together(sides.left), 4);
    Fingerprint part = Fingerprint.of(2, together(sides.left.subList(0, 3)), 4);
    List<TwoSides.Entry> rest = sides.left.subList(3, sides.left.size());
    assertThat(whole.without(3, part)).isEqualTo(Fingerprint.of(3, together(rest), 4));
    Fingerprint shorter = Fingerprint.of(2, together(sides.left.subList(0, 3)), 2);
    assertThat(whole.without(3, shorter)).isEqualTo(Fingerprint.of(3, together(rest), 2));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> shorter.without(3, whole))
        .withMessage("the part's capacity is 4: must be 2 or less");
  }

  @Test
  void aShorterSketchIsNotCompared() {
    Sketch sketch = new Sketch(TwoSides.KEY, 3);
    Fingerprint fingerprint = Fingerprint.of(1, sketch, 3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> fingerprint.matches(new Sketch(TwoSides.KEY, 2)))
        .withMessage("the sketch's capacity is 2: must be 3 or more");
  }

  /** The sum of the sketches of many sets. */
  private static Sketch together(Iterable<TwoSides.Entry> entries) {
    Sketch[] sets = new Sketch[SETS];
    for (int i = 0; i < SETS; i++) {
      sets[i] = new Sketch(TwoSides.KEY, 16);
    }
    for (TwoSides.Entry entry : entries) {
      int set = (int) Long.remainderUnsigned(entry.token(), SETS);
      sets[set].change(entry.token(), SketchKey.NO_WEIGHT, entry.weight());
    }
    Sketch sum = new Sketch(TwoSides.KEY, 16);
    for (Sketch set : sets) {
      sum.add(set);
    }
    return sum;
  }
}
