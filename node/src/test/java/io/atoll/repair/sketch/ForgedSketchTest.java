package io.atoll.repair.sketch;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.bytes.ByteWriter;
import io.atoll.bytes.MalformedBytesException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Whatever a peer sends, there is an answer or a {@link MalformedBytesException}, soon, and what is
 * named as different is no more than the sketch has room for.
 */
class ForgedSketchTest {
  private final SplittableRandom random = new SplittableRandom(23);

  @Test
  void randomNumbersAreUndecided() {
    for (int capacity : new int[] {1, 2, 5, 16}) {
      for (int i = 0; i < 20; i++) {
        long[] words = elements(Sketch.sums(capacity) + Sketch.LEVELS);
        Sketch sketch = new Sketch(TwoSides.KEY, Sketch.sums(capacity), random.nextLong(), words);
        assertThat(sketch.decode()).isInstanceOf(Difference.Undecided.class);
      }
    }
  }

  @Test
  void noKeysDifferOnlyWhereAllIsZero() {
    int sums = Sketch.sums(2);
    assertThat(new Sketch(TwoSides.KEY, sums, 1, new long[sums + Sketch.LEVELS]).decode())
        .isInstanceOf(Difference.Undecided.class);
    long[] words = new long[sums + Sketch.LEVELS];
    words[sums + 3] = 1;
    assertThat(new Sketch(TwoSides.KEY, sums, 0, words).decode())
        .isInstanceOf(Difference.Undecided.class);
  }

  /** A recurrence short enough, whose polynomial has other factors than linear ones. */
  @Test
  void aRecurrenceThatHasNoTokensIsUndecided() {
    for (int i = 0; i < 50; i++) {
      int order = 2 + i % 7;
      long[] words = elements(Sketch.sums(8) + Sketch.LEVELS);
      long[] factors = elements(order);
      for (int k = order; k < Sketch.sums(8); k++) {
        words[k] = 0;
        for (int j = 0; j < order; j++) {
          words[k] = PrimeField.add(words[k], PrimeField.multiply(factors[j], words[k - 1 - j]));
        }
      }
      Difference difference = new Sketch(TwoSides.KEY, Sketch.sums(8), 0, words).decode();
      if (difference instanceof Difference.Whole whole) {
        assertThat(whole.tokens()).hasSizeLessThanOrEqualTo(order);
      }
    }
  }

  @Test
  void randomCellsEndUndecided() {
    for (int length : new int[] {0, 1, 2, 50, 1000}) {
      Cells cells = Cells.decode(TwoSides.KEY, cellBytes(length));
      assertThat(cells.decode()).isInstanceOf(Difference.Undecided.class);
    }
  }

  /** Each cell says for itself that it has one token, which its other cells do not confirm. */
  @Test
  void cellsThatContradictEachOtherEnd() {
    Cells forged = new Cells(TwoSides.KEY, 0, 0);
    for (int cell = 0; cell < 300; cell++) {
      Cells one = new Cells(TwoSides.KEY, cell, cell + 1);
      one.change(tokenIn(cell), SketchKey.NO_WEIGHT, TwoSides.weight(random));
      forged = forged.followedBy(one);
    }
    assertThat(forged.decode())
        .isInstanceOfSatisfying(
            Difference.Undecided.class,
            undecided -> assertThat(undecided.tokens()).hasSizeLessThanOrEqualTo(300));
  }

  @Test
  void anyBytesAreReadOrRefused() {
    Sketch sketch = TwoSides.random(random, 20, 3).difference(4);
    Sketch largest = new Sketch(TwoSides.KEY, Sketch.MAX_CAPACITY);
    byte[][] valid = {
      SketchFormat.encode(sketch),
      Fingerprint.of(9, sketch, 4).encode(),
      TwoSides.random(random, 0, 5).cellsOfDifference(12).encode()
    };
    for (int i = 0; i < 1500; i++) {
      byte[] bytes = valid[i % valid.length].clone();
      for (int flips = random.nextInt(4); flips >= 0; flips--) {
        bytes[random.nextInt(i % 2 == 0 ? bytes.length : 12)] = (byte) random.nextInt();
      }
      byte[] cut = random.nextBoolean() ? bytes : Arrays.copyOf(bytes, i % 90);
      try {
        switch (i % valid.length) {
          case 0 -> SketchFormat.decode(TwoSides.KEY, cut).decode();
          case 1 -> Fingerprint.decode(cut).difference(largest);
          default -> Cells.decode(TwoSides.KEY, cut);
        }
      } catch (MalformedBytesException refused) {
        assertThat(refused).hasMessageStartingWith("byte ");
      }
    }
  }

  private long tokenIn(int cell) {
    CellWalk walk = new CellWalk();
    while (true) {
      long token = PrimeField.element(random.nextLong());
      if (walk.meets(TwoSides.KEY.seed(token), cell)) {
        return token;
      }
    }
  }

  private byte[] cellBytes(int length) {
    ByteWriter writer = new ByteWriter(16);
    writer.writeByte(1).writeVarint(0).writeVarint(length);
    for (long element : elements(3 * length)) {
      writer.writeLong(element);
    }
    return writer.take();
  }

  private long[] elements(int count) {
    return random.longs(count).map(PrimeField::element).toArray();
  }
}
