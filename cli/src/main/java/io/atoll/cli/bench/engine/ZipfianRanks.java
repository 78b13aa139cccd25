package io.atoll.cli.bench.engine;

import java.util.SplittableRandom;

/**
 * Ranks 1 to n by Zipf's law: rank k as often as 1/k^theta says. Immutable.
 *
 * <p>Drawn by rejection-inversion (W. Hörmann and G. Derflinger, "Rejection-inversion to generate
 * variates from monotone discrete distributions", ACM TOMACS 6(3), 1996): the area below the
 * continuous curve x^-theta is inverted, and what the rounding to a whole rank took too much of is
 * drawn again, which is less than once in four draws for any n and theta. Nothing of size n is
 * computed, neither a table nor the sum zeta(n) that YCSB's generator (Gray et al., "Quickly
 * generating billion-record synthetic databases", 1994) begins with; and theta may be 1 or more.
 */
final class ZipfianRanks {
  private final long n;
  private final double theta;
  private final double areaOfFirst;
  private final double areaOfAll;

  /** How far a rank may lie above its x and be taken without a look at the exact bound. */
  private final double surelyWithin;

  ZipfianRanks(long n, double theta) {
    this.n = n;
    this.theta = theta;
    areaOfFirst = area(1.5) - 1;
    areaOfAll = area(n + 0.5);
    surelyWithin = 2 - inverseArea(area(2.5) - height(2));
  }

  long next(SplittableRandom random) {
    while (true) {
      double u = areaOfAll + random.nextDouble() * (areaOfFirst - areaOfAll);
      double x = inverseArea(u);
      long rank = Math.clamp((long) (x + 0.5), 1, n);
      if (rank - x <= surelyWithin || u >= area(rank + 0.5) - height(rank)) {
        return rank;
      }
    }
  }

  private double height(double x) {
    return Math.exp(-theta * Math.log(x));
  }

  /** The integral of the height from 1 to x: (x^(1-theta) - 1) / (1-theta), or log x for 1. */
  private double area(double x) {
    double logX = Math.log(x);
    return expm1OverX((1 - theta) * logX) * logX;
  }

  private double inverseArea(double area) {
    double t = Math.max(-1, area * (1 - theta));
    return Math.exp(log1pOverX(t) * area);
  }

  private static double log1pOverX(double x) {
    return Math.abs(x) > 1e-8 ? Math.log1p(x) / x : 1 - x * (0.5 - x / 3);
  }

  private static double expm1OverX(double x) {
    return Math.abs(x) > 1e-8 ? Math.expm1(x) / x : 1 + x * 0.5 * (1 + x / 3);
  }
}
