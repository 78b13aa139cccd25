package io.atoll.cli.bench.engine;

/**
 * Shuffles the numbers 0 to n-1: each becomes another one of them, none becomes two. Immutable.
 *
 * <p>Why not a hash modulo n, as YCSB does it: that sends several ranks to one key and none to a
 * third of the keys, so that the distribution is no longer the one that was asked for. Here the
 * steps of a hash are kept to those that can be undone, in as many bits as n needs; what falls
 * outside is sent through again until it is inside (Black and Rogaway, "Ciphers with arbitrary
 * finite domains", 2002), less than once on average.
 */
final class Permutation {
  private static final long OFFSET = 0x9E3779B97F4A7C15L;
  private static final long FIRST = 0xBF58476D1CE4E5B9L;
  private static final long SECOND = 0x94D049BB133111EBL;

  private final long n;
  private final long mask;
  private final int shift;

  /**
   * @param n 1 or more
   */
  Permutation(long n) {
    this.n = n;
    int bits = Math.max(2, Long.SIZE - Long.numberOfLeadingZeros(n - 1));
    mask = -1L >>> (Long.SIZE - bits);
    shift = (bits + 1) / 2;
  }

  long of(long number) {
    long x = number;
    do {
      x = (x + OFFSET) & mask;
      x = ((x ^ (x >>> shift)) * FIRST) & mask;
      x = ((x ^ (x >>> shift)) * SECOND) & mask;
      x ^= x >>> shift;
    } while (x >= n);
    return x;
  }
}
