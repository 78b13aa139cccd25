package io.atoll.router.proxy;

import io.atoll.router.health.HealthSettings;

/** The limits and times of one loop of the router. Immutable. */
public record ProxySettings(
    HealthSettings loadBalancer, Bounds bounds, Times times, Retries retries) {
  private static final long SECOND_NANOS = 1_000_000_000L;

  public static final ProxySettings DEFAULT =
      new ProxySettings(
          HealthSettings.DEFAULT,
          new Bounds(1 << 20, 2 << 20, 128L << 20, 1024, 10_000),
          new Times(5_000, 30_000, 60_000, 15_000, 10_000, 1_000, SECOND_NANOS, SECOND_NANOS),
          new Retries(0.15, 10, 256, 4));

  /**
   * What is held at most.
   *
   * @param bodyBytes longest request body
   * @param answerBytes an answer up to this long is passed on when it is whole, so that one which
   *     breaks off can be had elsewhere; a longer one is passed on as it arrives
   * @param heldBytes what requests may hold together, on all loops; beyond it bodies are refused,
   *     and answers are passed on as they arrive
   * @param requestsInFlight requests being worked on
   * @param connections open client connections
   */
  public record Bounds(
      int bodyBytes, int answerBytes, long heldBytes, int requestsInFlight, int connections) {}

  /**
   * How long things may take.
   *
   * @param defaultMs a request that names no {@code timeout}, as nodes have it
   * @param maxMs the longest that it may name
   * @param idleMs a client connection without a whole request for so long is closed
   * @param bodyMs a request body must be whole so long after its head
   * @param stallMs a client that takes no byte of an answer for so long is closed
   * @param connectMs to a node
   * @param writePatienceNanos how long a write waits for a node that is considered down
   * @param lingerNanos how long an answer that nobody waits for is awaited, to keep the connection
   */
  public record Times(
      long defaultMs,
      long maxMs,
      long idleMs,
      long bodyMs,
      long stallMs,
      int connectMs,
      long writePatienceNanos,
      long lingerNanos) {}

  /**
   * What may be tried again.
   *
   * @param share further attempts that each request pays for
   * @param perSecond further attempts that time pays for
   * @param saved how many can be saved up
   * @param nodes how many nodes one request may ask
   */
  public record Retries(double share, double perSecond, double saved, int nodes) {}

  public ProxySettings with(HealthSettings others) {
    return new ProxySettings(others, bounds, times, retries);
  }

  public ProxySettings with(Bounds others) {
    return new ProxySettings(loadBalancer, others, times, retries);
  }

  public ProxySettings with(Times others) {
    return new ProxySettings(loadBalancer, bounds, others, retries);
  }

  public ProxySettings with(Retries others) {
    return new ProxySettings(loadBalancer, bounds, times, others);
  }

  /** The longest request line: what nodes take, less what the router may add to it. */
  int maxRequestLineBytes() {
    return 3 * 10 * 1024 + 16 * 1024 - 64;
  }
}
