package io.atoll.repair.sketch;

/**
 * Arithmetic modulo the prime p = 2^64 - 59, the largest below 2^64. An element is a long read as
 * an unsigned number below p. 2^64 is 59 modulo p, so what a sum or a product has above 64 bits is
 * folded back in by a multiplication with 59.
 *
 * <p>The methods expect elements and answer elements; {@link #element} makes one of any 64 bits.
 */
final class PrimeField {
  /** The prime, as an unsigned number. */
  static final long P = -59;

  private static final long FOLD = 59;

  private PrimeField() {}

  /** Any 64 bits modulo p: the 59 highest numbers become 0 to 58. */
  static long element(long bits) {
    return Long.compareUnsigned(bits, P) >= 0 ? bits - P : bits;
  }

  static boolean isElement(long bits) {
    return Long.compareUnsigned(bits, P) < 0;
  }

  static long add(long a, long b) {
    long sum = a + b;
    // Where there is a carry, the sum is at most p - 61: adding 59 does not reach p.
    return element(sum + (-carry(a, b, sum) & FOLD));
  }

  static long subtract(long a, long b) {
    long difference = a - b;
    long borrow = (~a & b | (~a | b) & difference) >>> 63;
    return difference - (-borrow & FOLD);
  }

  static long negate(long a) {
    return a == 0 ? 0 : P - a;
  }

  static long multiply(long a, long b) {
    long high = Math.unsignedMultiplyHigh(a, b);
    long low = a * b;
    long folded = high * FOLD;
    long sum = low + folded;
    long above = Math.unsignedMultiplyHigh(high, FOLD) + carry(low, folded, sum);
    // What is above is at most 59: folded once more it is a small number, and wraps at most once.
    long result = sum + above * FOLD;
    return element(Long.compareUnsigned(result, sum) < 0 ? result + FOLD : result);
  }

  /** What a sum has above 64 bits: 0 or 1, as likely, so that a branch would be guessed wrong. */
  private static long carry(long a, long b, long sum) {
    return (a & b | (a | b) & ~sum) >>> 63;
  }

  /**
   * @param exponent an unsigned number
   */
  static long power(long base, long exponent) {
    long result = 1;
    for (int bit = Long.SIZE - Long.numberOfLeadingZeros(exponent) - 1; bit >= 0; bit--) {
      result = multiply(result, result);
      if ((exponent >>> bit & 1) != 0) {
        result = multiply(result, base);
      }
    }
    return result;
  }

  /**
   * What gives 1 when multiplied with an element; 0 has none, and gives 0. As Fermat has it, the
   * power p - 2.
   */
  static long inverse(long a) {
    return power(a, P - 2);
  }
}
