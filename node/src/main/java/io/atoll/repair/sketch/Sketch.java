package io.atoll.repair.sketch;

import java.util.Arrays;

/**
 * A set of keys and their states in a few numbers, so that two sets are compared without the keys:
 * two sketches are subtracted, and what is left <em>is</em> the sketch of the difference and gives
 * the tokens that differ, up to the {@link #capacity} exactly, whatever the sets' sizes.
 *
 * <p>Seen as a vector, a set has at each token t the sum x(t) of its keys' {@linkplain
 * SketchKey#weight weights}. The sketch has the power sums s(k) = sum over t of x(t) t^k, for k
 * from 0 to twice the capacity, in a {@linkplain PrimeField prime field}. The power sums of n
 * tokens obey a linear recurrence of length n, whose characteristic polynomial has the tokens for
 * roots: {@link Recurrence} finds it in 2n of them, {@link Roots} its roots. It is how Reed-Solomon
 * codes are decoded; for sets: Minsky, Trachtenberg, Zippel, "Set reconciliation with nearly
 * optimal communication complexity", 2003, and Dodis, Ostrovsky, Reyzin, Smith, "Fuzzy extractors",
 * 2008 (PinSketch). No code needs fewer numbers: two for each token, one for where, one for what.
 *
 * <p><b>One power sum more</b> than twice the capacity makes "decoded" mean "right". When more
 * tokens differ than the capacity n, all recurrences are longer than n, except with probability (n
 * + 1) / p: the determinant that must be zero otherwise (Hankel's, of the 2n + 1 sums) is by
 * Cauchy-Binet a polynomial of degree n + 1 in the weights, which is not the zero polynomial,
 * whichever tokens it is about; and the weights are pseudorandom.
 *
 * <p>Besides, for the case that more differ, there is the sum of x(t) over each of a few levels of
 * tokens, which have 1/2, 1/4, 1/8 and so on of all: how many of them are zero tells about how many
 * tokens differ ({@link Strata}).
 *
 * <p>All of it is linear. The sum of the sketches of two sets without a common key is the sketch of
 * both together; a change is undone by the opposite change; the order of changes does not matter. A
 * shorter sketch is a prefix of a longer one.
 *
 * <p>Not thread-safe. Changes allocate nothing.
 */
public final class Sketch {
  /** The largest capacity. Time to decode grows with its square. */
  public static final int MAX_CAPACITY = 64;

  static final int LEVELS = 20;

  private final SketchKey key;
  private final int sums;

  /** The number of keys; in a difference it may be negative. */
  private long keys;

  /** The power sums, then the levels. */
  private final long[] words;

  /**
   * A sketch of no keys.
   *
   * @param capacity so many tokens may differ, 1 to {@value #MAX_CAPACITY}
   */
  public Sketch(SketchKey key, int capacity) {
    this(key, sums(capacity), 0, new long[sums(capacity) + LEVELS]);
  }

  Sketch(SketchKey key, int sums, long keys, long[] words) {
    this.key = key;
    this.sums = sums;
    this.keys = keys;
    this.words = words;
  }

  static int sums(int capacity) {
    if (capacity < 1 || capacity > MAX_CAPACITY) {
      throw new IllegalArgumentException(
          "the capacity is %d: must be 1 to %d".formatted(capacity, MAX_CAPACITY));
    }
    return 2 * capacity + 1;
  }

  /** So many tokens may differ that a difference still decodes. */
  public int capacity() {
    return sums / 2;
  }

  /** How many keys have a state; in a difference, how many more than on the other side. */
  public long keys() {
    return keys;
  }

  /**
   * The sum of all weights: 0 of a set without keys, and hardly ever the same for two sets. It is a
   * weight itself, so that sets can be compared as keys are: a sketch that has their names for
   * tokens and their totals for weights finds which of them differ.
   */
  public long total() {
    return words[0];
  }

  /** The hash of the set. */
  public SetHash hash() {
    return new SetHash(keys, words[0], words[1]);
  }

  /**
   * A key's state changes. To undo a change, or to see the set as it was before one, make the
   * opposite change.
   *
   * @param before its {@link SketchKey#weight} so far, {@link SketchKey#NO_WEIGHT} if it had none
   * @param after its weight from now on, {@link SketchKey#NO_WEIGHT} if it has none any more
   */
  public void change(long token, long before, long after) {
    long weight = PrimeField.subtract(after, before);
    if (weight == 0) {
      return;
    }
    if (before == SketchKey.NO_WEIGHT) {
      keys++;
    } else if (after == SketchKey.NO_WEIGHT) {
      keys--;
    }
    int level = sums + key.level(token, LEVELS);
    words[level] = PrimeField.add(words[level], weight);
    addPowers(PrimeField.element(token), weight);
  }

  /** Two chains of multiplications, so that one goes on while the other waits for its product. */
  private void addPowers(long point, long weight) {
    long square = PrimeField.multiply(point, point);
    long even = weight;
    long odd = PrimeField.multiply(weight, point);
    int last = sums - 1;
    for (int k = 0; k < last; k += 2) {
      words[k] = PrimeField.add(words[k], even);
      words[k + 1] = PrimeField.add(words[k + 1], odd);
      even = PrimeField.multiply(even, square);
      odd = PrimeField.multiply(odd, square);
    }
    words[last] = PrimeField.add(words[last], even);
  }

  /**
   * Adds another sketch, of the same key: the keys of both.
   *
   * @param other of the same capacity or a larger one, of which the rest is left out
   */
  public void add(Sketch other) {
    checkComparable(other);
    keys += other.keys;
    for (int i = 0; i < words.length; i++) {
      words[i] = PrimeField.add(words[i], other.words[place(i, other)]);
    }
  }

  /**
   * Subtracts another sketch, of the same key: what is left is what differs.
   *
   * @param other of the same capacity or a larger one, of which the rest is left out
   */
  public void subtract(Sketch other) {
    checkComparable(other);
    keys -= other.keys;
    for (int i = 0; i < words.length; i++) {
      words[i] = PrimeField.subtract(words[i], other.words[place(i, other)]);
    }
  }

  private int place(int i, Sketch other) {
    return i < sums ? i : i - sums + other.sums;
  }

  private void checkComparable(Sketch other) {
    if (other.key != key) {
      throw new IllegalArgumentException("the sketches were made with different keys");
    }
    if (other.sums < sums) {
      throw new IllegalArgumentException(
          "the other's capacity is %d: must be %d or more".formatted(other.capacity(), capacity()));
    }
  }

  /** Whether no key has a state, or, of a difference, nothing differs. */
  public boolean isZero() {
    for (long word : words) {
      if (word != 0) {
        return false;
      }
    }
    return keys == 0;
  }

  public Sketch copy() {
    return new Sketch(key, sums, keys, words.clone());
  }

  /**
   * A copy with a smaller capacity, or the same.
   *
   * @param capacity 1 to that of this sketch
   */
  public Sketch prefix(int capacity) {
    Sketch prefix = new Sketch(key, capacity);
    prefix.add(this);
    return prefix;
  }

  /** What differs, where this is the difference of two sketches. */
  public Difference decode() {
    long[] points = PowerSums.points(words, sums);
    if (points == null) {
      return new Difference.Undecided(new long[0], Math.max(capacity() + 1L, estimate()));
    }
    if (points.length == 0 && !isZero()) {
      return new Difference.Undecided(new long[0], 1);
    }
    return new Difference.Whole(Difference.tokens(points, points.length));
  }

  /** The last two levels have the same share, so that all shares together are one. */
  private long estimate() {
    return Occupancy.estimate(
        LEVELS,
        level -> Math.scalb(1.0, -Math.min(level + 1, LEVELS - 1)),
        level -> words[sums + level] == 0,
        1L << LEVELS);
  }

  /** The power sums, then the levels, as they are: only for reading. */
  long[] words() {
    return words;
  }

  /** Equal numbers, made with the same key. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Sketch that
        && that.key == key
        && that.keys == keys
        && Arrays.equals(that.words, words);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(words);
  }

  @Override
  public String toString() {
    return "Sketch[%d keys, capacity %d, sum %016x]".formatted(keys, capacity(), words[0]);
  }
}
