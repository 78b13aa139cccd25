package io.atoll.cli.bench.engine;

/**
 * What is measured, on the monotonic clock: requests that end at {@code startNs} or later; those
 * that end sooner are warm-up. None is due at {@code endNs} or later.
 *
 * @param maxRequests how many are started from {@code startNs} on
 */
public record Window(long startNs, long endNs, long maxRequests) {
  /** Whether it has begun. */
  public boolean hasBegun(long nowNs) {
    return nowNs - startNs >= 0;
  }

  /** Whether it is over. */
  public boolean isOver(long nowNs) {
    return nowNs - endNs >= 0;
  }
}
