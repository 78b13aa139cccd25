package io.atoll.router.policy;

/**
 * How the time that a client gives is shared out: the router answers a little before it is over,
 * and a node that is asked has to have answered a little before that.
 */
public final class TimeoutBudget {
  private static final long MS = 1_000_000L;
  private static final long MIN_MARGIN_NANOS = 2 * MS;
  private static final long MAX_MARGIN_NANOS = 20 * MS;

  private TimeoutBudget() {}

  /** When the router must have answered a request that began at a time. */
  public static long ofRouter(long beginNanos, long timeoutMs) {
    return beginNanos + timeoutMs * MS - Math.min(timeoutMs * MS / 2, margin(timeoutMs * MS));
  }

  /**
   * The timeout to give to a node, at least 1 ms.
   *
   * @param leftNanos until the router must have answered
   * @param roundTripNanos to that node
   */
  public static long ofNodeMs(long leftNanos, long roundTripNanos) {
    return Math.max(
        1, (leftNanos - margin(leftNanos) - Math.min(roundTripNanos, leftNanos / 4)) / MS);
  }

  private static long margin(long spanNanos) {
    return Math.clamp(spanNanos / 20, MIN_MARGIN_NANOS, MAX_MARGIN_NANOS);
  }
}
