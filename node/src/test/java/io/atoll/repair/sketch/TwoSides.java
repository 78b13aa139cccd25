package io.atoll.repair.sketch;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;

/** Two sets of keys, and which tokens differ between them. */
final class TwoSides {
  static final SketchKey KEY = new SketchKey(counting());

  /** A key of a set: where it lies and what it weighs. */
  record Entry(long token, long weight) {}

  final List<Entry> left = new ArrayList<>();
  final List<Entry> right = new ArrayList<>();
  final TreeSet<Long> differing = new TreeSet<>(Long::compareUnsigned);

  /** Common keys, and differences of all kinds: on one side only, changed, two keys of a token. */
  static TwoSides random(SplittableRandom random, int common, int differences) {
    TwoSides sides = new TwoSides();
    for (int i = 0; i < common; i++) {
      Entry entry = new Entry(random.nextLong(), weight(random));
      sides.left.add(entry);
      sides.right.add(entry);
    }
    while (sides.differing.size() < differences) {
      sides.differ(random, random.nextLong());
    }
    return sides;
  }

  void differ(SplittableRandom random, long token) {
    differing.add(token);
    int kind = random.nextInt(4);
    if (kind != 0) {
      left.add(new Entry(token, weight(random)));
    }
    if (kind != 1) {
      right.add(new Entry(token, weight(random)));
    }
    if (kind == 3) {
      left.add(new Entry(token, weight(random)));
    }
  }

  static long weight(SplittableRandom random) {
    return Math.max(1, random.nextLong() >>> 1);
  }

  static Sketch sketch(List<Entry> entries, int capacity) {
    Sketch sketch = new Sketch(KEY, capacity);
    entries.forEach(entry -> sketch.change(entry.token, SketchKey.NO_WEIGHT, entry.weight));
    return sketch;
  }

  Sketch difference(int capacity) {
    Sketch difference = sketch(left, capacity);
    difference.subtract(sketch(right, capacity));
    return difference;
  }

  static Cells cells(List<Entry> entries, int from, int to) {
    Cells cells = new Cells(KEY, from, to);
    entries.forEach(entry -> cells.change(entry.token, SketchKey.NO_WEIGHT, entry.weight));
    return cells;
  }

  Cells cellsOfDifference(int to) {
    Cells difference = cells(left, 0, to);
    difference.subtract(cells(right, 0, to));
    return difference;
  }

  Long[] expected() {
    return differing.toArray(Long[]::new);
  }

  private static byte[] counting() {
    byte[] secret = new byte[SketchKey.SECRET_BYTES];
    for (int i = 0; i < secret.length; i++) {
      secret[i] = (byte) i;
    }
    return secret;
  }
}
