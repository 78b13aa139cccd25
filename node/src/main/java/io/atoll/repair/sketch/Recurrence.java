package io.atoll.repair.sketch;

/**
 * The shortest linear recurrence of a sequence, after Berlekamp and Massey (Massey, "Shift-register
 * synthesis and BCH decoding", 1969). The power sums of n weighted points obey one of length n, and
 * its characteristic polynomial has exactly these points for roots.
 */
final class Recurrence {
  private Recurrence() {}

  /**
   * The characteristic polynomial of the shortest recurrence that a sequence obeys: monic, its
   * coefficients from the lowest, so that its length is one more than that of the recurrence.
   *
   * @param sequence elements of the field, the first so many of an array
   * @return null if it would be longer than a bound
   */
  static long[] of(long[] sequence, int length, int bound) {
    // No division: polynomials are known up to a factor until the end.
    long[] current = new long[length + 1];
    long[] previous = new long[length + 1];
    current[0] = 1;
    previous[0] = 1;
    long previousDiscrepancy = 1;
    int order = 0;
    int shift = 1;
    for (int n = 0; n < length; n++, shift++) {
      long discrepancy = discrepancy(sequence, n, current, order);
      if (discrepancy == 0) {
        continue;
      }
      boolean longer = 2 * order <= n;
      long[] before = longer ? current.clone() : current;
      if (longer && n + 1 - order > bound) {
        return null;
      }
      combine(current, previousDiscrepancy, previous, discrepancy, shift);
      if (longer) {
        order = n + 1 - order;
        previous = before;
        previousDiscrepancy = discrepancy;
        shift = 0;
      }
    }
    return characteristic(current, order);
  }

  private static long discrepancy(long[] sequence, int n, long[] connection, int order) {
    long sum = 0;
    for (int i = 0; i <= order; i++) {
      sum = PrimeField.add(sum, PrimeField.multiply(connection[i], sequence[n - i]));
    }
    return sum;
  }

  /** a becomes a times its factor, less b times its factor, shifted. */
  private static void combine(long[] a, long aFactor, long[] b, long bFactor, int shift) {
    for (int i = a.length - 1; i >= 0; i--) {
      long scaled = PrimeField.multiply(a[i], aFactor);
      long other = i < shift ? 0 : PrimeField.multiply(b[i - shift], bFactor);
      a[i] = PrimeField.subtract(scaled, other);
    }
  }

  /** The connection polynomial turned round: a root 0 is a coefficient that it lacks. */
  private static long[] characteristic(long[] connection, int order) {
    long monic = PrimeField.inverse(connection[0]);
    long[] characteristic = new long[order + 1];
    for (int i = 0; i <= order; i++) {
      characteristic[order - i] = PrimeField.multiply(connection[i], monic);
    }
    return characteristic;
  }
}
