package io.atoll.cli.bench.engine;

import java.util.SplittableRandom;

/**
 * The values that are written: slices of one random array, so that none costs more than a copy.
 * Immutable, once made; its array must not be changed by anybody.
 */
public final class Values {
  /** Slices begin at one of so many places. */
  private static final int PLACES = 1 << 20;

  private static final int STRIPE_BYTES = 32;

  private final byte[] bytes;
  private final int minSize;
  private final int maxSize;

  /**
   * @param minSize of a value in bytes
   * @param compressible whether half of the bytes are zeros, in stripes, so that a compressor
   *     reaches about half
   */
  public Values(int minSize, int maxSize, boolean compressible, SplittableRandom random) {
    this.minSize = minSize;
    this.maxSize = maxSize;
    bytes = new byte[PLACES + maxSize];
    random.nextBytes(bytes);
    if (compressible) {
      for (int i = 0; i < bytes.length; i++) {
        if (i / STRIPE_BYTES % 2 == 1) {
          bytes[i] = 0;
        }
      }
    }
  }

  /** What all values are slices of. */
  public byte[] bytes() {
    return bytes;
  }

  int offset(SplittableRandom random) {
    return random.nextInt(PLACES);
  }

  int length(SplittableRandom random) {
    return minSize == maxSize ? minSize : random.nextInt(minSize, maxSize + 1);
  }
}
