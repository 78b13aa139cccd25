package io.atoll.repair.sketch;

import static io.atoll.repair.sketch.PrimeField.add;
import static io.atoll.repair.sketch.PrimeField.inverse;
import static io.atoll.repair.sketch.PrimeField.multiply;
import static io.atoll.repair.sketch.PrimeField.negate;
import static io.atoll.repair.sketch.PrimeField.subtract;

import java.util.Arrays;

/**
 * Finds the roots of a polynomial that has as many as its degree, all different, after Cantor and
 * Zassenhaus ("A new algorithm for factoring polynomials over finite fields", 1981): for any a,
 * half of all elements x make (x + a)^((p - 1) / 2) one and the others minus one, so that the
 * common divisor with that power, less one, parts the roots in two, at random.
 *
 * <p>Takes time in proportion to the square of the degree, and bounded for whatever polynomial.
 * Polynomials are monic, coefficients from the lowest.
 */
final class Roots {
  /** A try fails with probability 1/2 at most, and degree - 1 must succeed. */
  private static final int TRIES_PER_ROOT = 4;

  private static final int MORE_TRIES = 80;

  private static final long HALF_ORDER = (PrimeField.P - 1) >>> 1;

  /** The step of SplitMix64. */
  private static final long STEP = 0x9E3779B97F4A7C15L;

  private final long[] roots;
  private int found;
  private long shift;
  private int tries;

  private Roots(int degree, long seed) {
    roots = new long[degree];
    tries = degree * TRIES_PER_ROOT + MORE_TRIES;
    shift = seed;
  }

  /**
   * @param seed for the numbers that part the roots; the answer does not depend on it
   * @return null if there are fewer roots than the degree
   */
  static long[] of(long[] polynomial, long seed) {
    Roots all = new Roots(polynomial.length - 1, seed);
    return all.collect(polynomial, true) ? all.roots : null;
  }

  private boolean collect(long[] polynomial, boolean unknown) {
    int degree = polynomial.length - 1;
    if (degree == 0) {
      return true;
    }
    if (degree == 1) {
      roots[found++] = negate(polynomial[0]);
      return true;
    }
    boolean doubtful = unknown;
    while (tries-- > 0) {
      long a = nextShift();
      long[] power = power(a, polynomial);
      if (doubtful && !splits(power, a, polynomial)) {
        return false;
      }
      doubtful = false;
      power[0] = subtract(power[0], 1);
      long[] part = commonDivisor(polynomial, power);
      if (part.length > 1 && part.length <= degree) {
        return collect(part, false) && collect(quotient(polynomial, part), false);
      }
    }
    return false;
  }

  private long nextShift() {
    shift += STEP;
    long mixed = (shift ^ shift >>> 30) * 0xBF58476D1CE4E5B9L;
    return PrimeField.element(mixed ^ mixed >>> 27);
  }

  /**
   * Whether a polynomial divides x^p - x, the product of (x - r) for all elements r: then it has
   * all its roots, each once. From the power h = (x + a)^((p - 1) / 2) follows (x + a)^p = h^2 (x +
   * a), and that is x^p + a.
   */
  private static boolean splits(long[] power, long a, long[] modulus) {
    long[] frobenius = square(power, modulus);
    timesLinear(frobenius, a, modulus);
    frobenius[0] = subtract(frobenius[0], a);
    frobenius[1] = subtract(frobenius[1], 1);
    for (long coefficient : frobenius) {
      if (coefficient != 0) {
        return false;
      }
    }
    return true;
  }

  /** (x + a)^((p - 1) / 2), without what the modulus, of degree 2 or more, divides. */
  private static long[] power(long a, long[] modulus) {
    long[] power = new long[modulus.length - 1];
    power[0] = 1;
    for (int bit = Long.SIZE - Long.numberOfLeadingZeros(HALF_ORDER) - 1; bit >= 0; bit--) {
      power = square(power, modulus);
      if ((HALF_ORDER >>> bit & 1) != 0) {
        timesLinear(power, a, modulus);
      }
    }
    return power;
  }

  private static long[] square(long[] a, long[] modulus) {
    int n = a.length;
    long[] product = new long[2 * n - 1];
    for (int i = 0; i < n; i++) {
      long factor = a[i];
      if (factor == 0) {
        continue;
      }
      product[2 * i] = add(product[2 * i], multiply(factor, factor));
      long twice = add(factor, factor);
      for (int j = i + 1; j < n; j++) {
        product[i + j] = add(product[i + j], multiply(twice, a[j]));
      }
    }
    for (int high = product.length - 1; high >= n; high--) {
      reduce(product, high, modulus);
    }
    return Arrays.copyOf(product, n);
  }

  /** Removes the coefficient at a place by subtracting a multiple of a monic polynomial. */
  private static void reduce(long[] dividend, int high, long[] divisor) {
    long factor = dividend[high];
    if (factor == 0) {
      return;
    }
    int low = high - (divisor.length - 1);
    for (int i = 0; i < divisor.length; i++) {
      dividend[low + i] = subtract(dividend[low + i], multiply(factor, divisor[i]));
    }
  }

  /** Multiplies with x + a, in place. */
  private static void timesLinear(long[] value, long a, long[] modulus) {
    int top = value.length - 1;
    long overflow = value[top];
    for (int i = top; i >= 0; i--) {
      long moved = i == 0 ? 0 : value[i - 1];
      long sum = add(moved, multiply(value[i], a));
      value[i] = subtract(sum, multiply(overflow, modulus[i]));
    }
  }

  private static long[] commonDivisor(long[] a, long[] b) {
    long[] larger = a;
    long[] smaller = monic(b);
    while (smaller.length > 0) {
      long[] rest = larger.clone();
      for (int high = rest.length - 1; high >= smaller.length - 1; high--) {
        reduce(rest, high, smaller);
      }
      larger = smaller;
      smaller = monic(rest);
    }
    return larger;
  }

  /** Without zeros above the highest coefficient, and that made one; empty if all are zero. */
  private static long[] monic(long[] polynomial) {
    int length = polynomial.length;
    while (length > 0 && polynomial[length - 1] == 0) {
      length--;
    }
    long[] monic = Arrays.copyOf(polynomial, length);
    if (length > 0 && monic[length - 1] != 1) {
      long factor = inverse(monic[length - 1]);
      for (int i = 0; i < length; i++) {
        monic[i] = multiply(monic[i], factor);
      }
    }
    return monic;
  }

  /** What a divisor gives that leaves no rest. */
  private static long[] quotient(long[] dividend, long[] divisor) {
    int degree = divisor.length - 1;
    long[] rest = dividend.clone();
    long[] quotient = new long[dividend.length - degree];
    for (int high = rest.length - 1; high >= degree; high--) {
      quotient[high - degree] = rest[high];
      reduce(rest, high, divisor);
    }
    return quotient;
  }
}
