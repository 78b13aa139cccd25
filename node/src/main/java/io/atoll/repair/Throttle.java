package io.atoll.repair;

/**
 * Spreads bytes over time, so that there are no more of them in a second than allowed, and half as
 * many while whoever takes them is slow. Not thread-safe.
 */
public final class Throttle {
  /** What a session may be ahead by, so that small exchanges do not wait. */
  private static final long BURST_MS = 250;

  private final long bytesPerSecond;
  private double paidUpToMs = Double.NEGATIVE_INFINITY;

  public Throttle(long bytesPerSecond) {
    this.bytesPerSecond = bytesPerSecond;
  }

  /**
   * Some bytes were sent or taken.
   *
   * @param slow whether whoever took them was slow
   * @return for how many milliseconds nothing more is to be sent or taken
   */
  public long moved(long nowMs, long bytes, boolean slow) {
    double costMs = bytes * 1e3 / bytesPerSecond * (slow ? 2 : 1);
    paidUpToMs = Math.max(paidUpToMs, nowMs) + costMs;
    return Math.max(0, (long) Math.ceil(paidUpToMs - nowMs - BURST_MS));
  }
}
