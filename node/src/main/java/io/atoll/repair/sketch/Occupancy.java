package io.atoll.repair.sketch;

import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;

/**
 * Estimates how many tokens of a sparse vector are not zero from which of its sums over parts of
 * the tokens are (Flajolet, Martin, "Probabilistic counting", 1985; for sets that differ: Eppstein,
 * Goodrich, Uyeda, Varghese, "What's the difference?", 2011).
 */
final class Occupancy {
  private Occupancy() {}

  /**
   * The number of tokens that makes it most probable that these sums are zero and the others not.
   *
   * @param share the part of all tokens that a sum is over, as a probability
   * @param max what is answered at most, also when no sum is zero
   */
  static long estimate(int sums, IntToDoubleFunction share, IntPredicate isZero, long max) {
    long low = 0;
    long high = max;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (slope(sums, share, isZero, middle + 0.5) > 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * The derivative of the logarithm of the probability, where the sum over the share q is zero with
   * probability e^(-nq); it falls as n grows. The same on every machine.
   */
  private static double slope(int sums, IntToDoubleFunction share, IntPredicate isZero, double n) {
    double slope = 0;
    for (int i = 0; i < sums; i++) {
      double q = share.applyAsDouble(i);
      slope += isZero.test(i) ? -q : q / StrictMath.expm1(n * q);
    }
    return slope;
  }
}
