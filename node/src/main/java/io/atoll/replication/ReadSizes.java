package io.atoll.replication;

import io.atoll.resilience.ByteBudget;
import io.atoll.resilience.DecayingMean;

/**
 * How much memory the states take that one loop's reads bring together, as of late. A read reserves
 * that much before it asks anybody, so that of many at once only those are begun that probably fit;
 * what its answers really take is reserved as they come. Used on the loop only, but for {@link
 * #of}.
 */
public final class ReadSizes {
  /** Smaller states are part of what every request takes. */
  static final int SMALL_BYTES = 1024;

  /** A state keeps its values, and the bytes that it was read from. */
  private static final int COPIES = 2;

  private static final double WEIGHT = 0.05;

  /** No single expectation may take more of all memory than one part in so many. */
  private static final int MOST_PARTS = 8;

  private final DecayingMean bytesOfRead = new DecayingMean(WEIGHT, DecayingMean.Fade.NEVER);

  /** What a state of an encoded length takes; 0 where it is small. */
  public static long of(int encodedBytes) {
    return encodedBytes < SMALL_BYTES ? 0 : (long) COPIES * encodedBytes;
  }

  /** A read took so much for its states. */
  void took(long bytes) {
    bytesOfRead.add(bytes, 0);
  }

  /** A read would have taken so much, and there was no memory for it: too many were begun. */
  void wouldHaveTaken(long bytes) {
    bytesOfRead.raiseTo(bytes);
  }

  /**
   * What the next one will probably take, the answer that its states become included; 0 where that
   * is little.
   */
  long expectedBytes(ByteBudget memory) {
    long bytes = (long) bytesOfRead.value();
    return bytes < SMALL_BYTES
        ? 0
        : Math.min(bytes + bytes / COPIES, memory.totalBytes() / MOST_PARTS);
  }
}
