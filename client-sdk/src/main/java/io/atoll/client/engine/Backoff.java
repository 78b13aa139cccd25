package io.atoll.client.engine;

/** Pauses that double with each failure in a row, up to a bound, less up to half by chance. */
final class Backoff {
  private Backoff() {}

  /**
   * @param failures in a row, 1 or more
   * @param random any number
   */
  static long pauseMs(int failures, long minMs, long maxMs, long random) {
    long fullMs = Math.min(maxMs, minMs << Math.min(failures - 1, 20));
    return fullMs - Long.remainderUnsigned(random, fullMs / 2 + 1);
  }
}
