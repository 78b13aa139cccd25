package io.atoll.repair.sketch;

/**
 * Finds the points of a sparse vector from its power sums, an odd number of them: s(k) is the sum
 * over points t of x(t) t^k, from k = 0.
 */
final class PowerSums {
  private PowerSums() {}

  /**
   * The points, if there are at most half as many as sums.
   *
   * @param sums the first so many of an array
   * @return null if there are more, or if the sums are those of no such vector
   */
  static long[] points(long[] sums, int count) {
    long[] polynomial = Recurrence.of(sums, count, count / 2);
    // The seed has the weights in it, so that nobody can choose points that are hard to part.
    return polynomial == null ? null : Roots.of(polynomial, sums[0]);
  }
}
