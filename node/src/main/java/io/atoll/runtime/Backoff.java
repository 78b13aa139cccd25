package io.atoll.runtime;

import java.util.random.RandomGenerator;

/**
 * How long to pause after each failure in a row: twice as long as before, up to a bound, less up to
 * half by chance, so that peers that lost one node do not all come back at one instant.
 */
final class Backoff {
  private final long minMs;
  private final long maxMs;
  private final RandomGenerator random;
  private long nextMs;

  Backoff(long minMs, long maxMs, RandomGenerator random) {
    this.minMs = minMs;
    this.maxMs = maxMs;
    this.random = random;
    this.nextMs = minMs;
  }

  /** The pause after one more failure, in milliseconds. */
  long afterFailure() {
    long pauseMs = nextMs;
    nextMs = Math.min(maxMs, 2 * nextMs);
    return pauseMs - random.nextLong(pauseMs / 2 + 1);
  }

  /** A success: the next failure is the first again. */
  void reset() {
    nextMs = minMs;
  }
}
