package io.atoll.chaos.workload;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * How long the values of a run are.
 *
 * @param usualBytes most are shorter than this, and some are empty
 * @param largeBytes one in {@code ONE_LARGE_IN} may be so long
 */
public record Values(int usualBytes, int largeBytes) {
  private static final int ONE_EMPTY_IN = 20;
  private static final int ONE_LARGE_IN = 60;

  /** Longer ones where the memtables have room for them. */
  static Values choose(RandomGenerator random, long memtableBytes) {
    boolean roomy = memtableBytes > 1 << 20;
    int usual = roomy && random.nextInt(4) == 0 ? 4 << 10 : 100;
    int large = !roomy ? 1 << 10 : random.nextInt(3) == 0 ? 300 << 10 : 8 << 10;
    return new Values(usual, large);
  }

  int nextBytes(RandomGenerator random) {
    if (random.nextInt(ONE_EMPTY_IN) == 0) {
      return 0;
    }
    return 1 + random.nextInt(random.nextInt(ONE_LARGE_IN) == 0 ? largeBytes : usualBytes);
  }

  /** The value of a write, which begins with its id as far as there is room. */
  static byte[] of(int writeId, int sizeBytes) {
    byte[] value = new byte[sizeBytes];
    Arrays.fill(value, (byte) writeId);
    byte[] text = ("value " + writeId + ' ').getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(text, 0, value, 0, Math.min(text.length, sizeBytes));
    return value;
  }

  @Override
  public String toString() {
    return "values of %d bytes, some of %d".formatted(usualBytes, largeBytes);
  }
}
