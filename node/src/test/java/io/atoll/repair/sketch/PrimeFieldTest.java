package io.atoll.repair.sketch;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The field computes as whole numbers do. */
class PrimeFieldTest {
  private static final BigInteger P = BigInteger.TWO.pow(64).subtract(BigInteger.valueOf(59));
  private static final long[] EDGES = {
    0, 1, 2, 58, 59, 60, 61, 1L << 32, -1L >>> 1, 1L << 63, (1L << 63) + 1, -62, -61, -60
  };

  @Test
  void thePrimeIsPrime() {
    assertThat(number(PrimeField.P)).isEqualTo(P);
    assertThat(P.isProbablePrime(64)).isTrue();
  }

  @Test
  void sumsDifferencesAndProductsAreThoseOfNumbers() {
    long[] some = elements();
    for (long a : some) {
      for (long b : some) {
        BigInteger x = number(a);
        BigInteger y = number(b);
        assertThat(number(PrimeField.add(a, b))).isEqualTo(x.add(y).mod(P));
        assertThat(number(PrimeField.subtract(a, b))).isEqualTo(x.subtract(y).mod(P));
        assertThat(number(PrimeField.multiply(a, b))).isEqualTo(x.multiply(y).mod(P));
      }
      assertThat(number(PrimeField.negate(a))).isEqualTo(number(a).negate().mod(P));
    }
  }

  @Test
  void powersAndInversesAreThoseOfNumbers() {
    for (long a : elements()) {
      for (long exponent : new long[] {0, 1, 2, 3, 59, -1, -61}) {
        assertThat(number(PrimeField.power(a, exponent)))
            .isEqualTo(number(a).modPow(number(exponent), P));
      }
      assertThat(PrimeField.multiply(a, PrimeField.inverse(a))).isEqualTo(a == 0 ? 0 : 1);
    }
  }

  @Test
  void anyBitsAreAnElement() {
    for (long bits : new long[] {0, 1, -1, -59, -60, -58, Long.MIN_VALUE, Long.MAX_VALUE}) {
      long element = PrimeField.element(bits);
      assertThat(PrimeField.isElement(element)).isTrue();
      assertThat(number(element)).isEqualTo(number(bits).mod(P));
    }
    assertThat(PrimeField.isElement(-60)).isTrue();
    assertThat(PrimeField.isElement(-59)).isFalse();
  }

  private static long[] elements() {
    LongStream random = new SplittableRandom(7).longs(60).map(PrimeField::element);
    return LongStream.concat(LongStream.of(EDGES), random).toArray();
  }

  private static BigInteger number(long element) {
    return new BigInteger(Long.toUnsignedString(element));
  }
}
