package io.atoll.ring;

/**
 * The arcs of the ring: the circle of unsigned 64-bit tokens cut into a power of two of equal
 * parts. A token's partition is its top bits, so that arcs are contiguous ranges of tokens in
 * ascending order.
 */
public final class Partitions {
  /** The largest number of partitions. */
  public static final int MAX_COUNT = 1 << 16;

  private Partitions() {}

  /**
   * Returns {@code count}.
   *
   * @throws IllegalArgumentException where it is no power of two from 1 to {@link #MAX_COUNT}
   */
  public static int checkCount(int count) {
    if (count < 1 || count > MAX_COUNT || Integer.bitCount(count) != 1) {
      throw new IllegalArgumentException(
          "partitions is %d: must be a power of two from 1 to %d".formatted(count, MAX_COUNT));
    }
    return count;
  }

  /** The partition of a token, from 0. */
  public static int of(long token, int count) {
    // Two shifts, because a shift by 64 (one partition) would be a shift by 0.
    return (int) (token >>> 1 >>> (63 - Integer.numberOfTrailingZeros(count)));
  }

  /** The tokens of a partition. */
  public static TokenRange tokens(int partition, int count) {
    int bits = Integer.numberOfTrailingZeros(count);
    // Two shifts again; behind the last partition the ring begins anew.
    return new TokenRange(
        (long) partition << 1 << (63 - bits), ((long) partition + 1) << 1 << (63 - bits));
  }
}
