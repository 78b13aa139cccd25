package io.atoll.repair.sketch;

import java.util.Arrays;

/**
 * What two sketches that were subtracted tell: the tokens whose keys differ. A token says nothing
 * of the side that is behind, and may have several keys.
 *
 * <p>Of the 59 lowest and the 59 highest tokens each two are one element of the field. When such an
 * element differs, both tokens are named, although only one of them may differ.
 */
public sealed interface Difference {
  /** How many elements stand for two tokens. */
  int TWINS = (int) -PrimeField.P;

  /**
   * All of it.
   *
   * @param tokens those that differ, ascending (as unsigned numbers), each once; none when both
   *     sides are the same
   */
  record Whole(long[] tokens) implements Difference {
    /** Whether both sides are the same. */
    public boolean isNone() {
      return tokens.length == 0;
    }
  }

  /**
   * More than the sketches tell apart: longer ones are needed, or smaller sets. Also what sketches
   * give that were never made from sets of keys, as a peer that lies may send them.
   *
   * @param tokens some that differ, as above; mostly none
   * @param estimate about how many tokens differ, within a factor of three or so as long as that is
   *     possible: {@link Cells} see no more than four times their number, a {@link Fingerprint} no
   *     more than that its capacity is exceeded; at least 1
   */
  record Undecided(long[] tokens, long estimate) implements Difference {}

  /** The tokens that elements of the field stand for, in order. */
  static long[] tokens(long[] elements, int count) {
    long[] sorted = new long[count];
    for (int i = 0; i < count; i++) {
      sorted[i] = elements[i] ^ Long.MIN_VALUE;
    }
    Arrays.sort(sorted);
    long[] tokens = new long[count + TWINS];
    int end = 0;
    int twins = 0;
    for (int i = 0; i < count; i++) {
      long element = sorted[i] ^ Long.MIN_VALUE;
      if (i == 0 || sorted[i] != sorted[i - 1]) {
        tokens[end++] = element;
        twins += hasTwin(element) ? 1 : 0;
      }
    }
    for (int i = 0; i < twins; i++) {
      tokens[end++] = tokens[i] + PrimeField.P;
    }
    return Arrays.copyOf(tokens, end);
  }

  private static boolean hasTwin(long element) {
    return Long.compareUnsigned(element, TWINS) < 0;
  }
}
