package io.atoll.router.health;

/**
 * When a {@link Breaker} opens, and for how long.
 *
 * @param consecutiveFailures so many in a row open it
 * @param minRequests fewer requests in the window say nothing about the share of failures
 * @param failureShare that share of failures in the window opens it, above 0 to 1
 * @param windowNanos how far back requests count; at least so far, at most twice as far
 * @param openNanos how long it stays open the first time
 * @param maxOpenNanos each time in a row doubles that, up to here
 * @param trials requests at a time that may try it while it is half open
 * @param successesToClose so many of them must succeed
 */
public record BreakerSettings(
    int consecutiveFailures,
    int minRequests,
    double failureShare,
    long windowNanos,
    long openNanos,
    long maxOpenNanos,
    int trials,
    int successesToClose) {
  private static final long SECOND = 1_000_000_000L;

  /** For one node: a few failures in a row are enough, there are others. */
  public static final BreakerSettings NODE =
      new BreakerSettings(5, 20, 0.5, 5 * SECOND, SECOND, 30 * SECOND, 3, 3);

  /** For a whole DC: its nodes have breakers of their own, this one sees what they share. */
  public static final BreakerSettings DC =
      new BreakerSettings(30, 40, 0.5, 5 * SECOND, SECOND, 15 * SECOND, 5, 5);
}
