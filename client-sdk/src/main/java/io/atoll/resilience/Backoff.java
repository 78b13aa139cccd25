package io.atoll.resilience;

/**
 * How long to pause after each failure in a row: twice as long as before, up to a bound, less a
 * random part of up to half, so that all who lost one peer do not come back at the same instant.
 *
 * @param minMs the pause after the first failure, at least 1
 * @param maxMs the longest pause
 */
public record Backoff(long minMs, long maxMs) {
  private static final int MOST_DOUBLINGS = 20;

  /**
   * The pause after a failure, in milliseconds.
   *
   * @param failures in a row, 1 or more
   * @param random any number
   */
  public long pauseMs(int failures, long random) {
    long fullMs = Math.min(maxMs, minMs << Math.min(failures - 1, MOST_DOUBLINGS));
    return fullMs - Long.remainderUnsigned(random, fullMs / 2 + 1);
  }
}
