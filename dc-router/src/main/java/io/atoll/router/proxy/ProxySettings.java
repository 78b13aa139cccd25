package io.atoll.router.proxy;

import io.atoll.router.belief.BeliefSettings;

/**
 * The limits and times of one loop of the router. Immutable.
 *
 * @param maxBodyBytes longest request body
 * @param maxHeldBytes bytes of request bodies and answers held in memory; beyond it bodies are
 *     refused, and answers are passed on as they arrive
 * @param maxHeldAnswerBytes an answer up to this long is passed on when it is whole, so that one
 *     which breaks off can be had elsewhere; a longer one is passed on as it arrives
 * @param maxInFlight requests being worked on
 * @param maxConnections open client connections
 * @param maxAttempts how many nodes one request may ask
 * @param defaultTimeoutMs how long a request may take that names no {@code timeout}, as nodes have
 *     it
 * @param maxTimeoutMs the longest that it may name
 * @param idleTimeoutMs a client connection without a whole request for so long is closed
 * @param bodyTimeoutMs a request body must be whole so long after its head
 * @param connectTimeoutMs to a node
 * @param writePatienceNanos how long a write waits for a node that is held for down
 * @param lingerNanos how long an answer that nobody waits for is awaited, to keep the connection
 * @param retryShare further attempts that each request pays for
 * @param retriesPerSecond further attempts that time pays for
 * @param retriesSaved how many can be saved up
 */
public record ProxySettings(
    BeliefSettings beliefs,
    int maxBodyBytes,
    long maxHeldBytes,
    int maxHeldAnswerBytes,
    int maxInFlight,
    int maxConnections,
    int maxAttempts,
    long defaultTimeoutMs,
    long maxTimeoutMs,
    long idleTimeoutMs,
    long bodyTimeoutMs,
    int connectTimeoutMs,
    long writePatienceNanos,
    long lingerNanos,
    double retryShare,
    double retriesPerSecond,
    double retriesSaved) {
  private static final long SECOND = 1_000_000_000L;

  public static final ProxySettings DEFAULT =
      new ProxySettings(
          BeliefSettings.DEFAULT,
          1 << 20,
          128L << 20,
          2 << 20,
          1024,
          10_000,
          4,
          5_000,
          30_000,
          60_000,
          15_000,
          1_000,
          SECOND,
          SECOND,
          0.15,
          10,
          256);

  public ProxySettings withBeliefs(BeliefSettings others) {
    return new ProxySettings(
        others,
        maxBodyBytes,
        maxHeldBytes,
        maxHeldAnswerBytes,
        maxInFlight,
        maxConnections,
        maxAttempts,
        defaultTimeoutMs,
        maxTimeoutMs,
        idleTimeoutMs,
        bodyTimeoutMs,
        connectTimeoutMs,
        writePatienceNanos,
        lingerNanos,
        retryShare,
        retriesPerSecond,
        retriesSaved);
  }

  public ProxySettings withBounds(int bodyBytes, int inFlight, int connections) {
    return new ProxySettings(
        beliefs,
        bodyBytes,
        Math.max(maxHeldBytes, 4L * bodyBytes),
        Math.max(maxHeldAnswerBytes, 2 * bodyBytes),
        inFlight,
        connections,
        maxAttempts,
        defaultTimeoutMs,
        maxTimeoutMs,
        idleTimeoutMs,
        bodyTimeoutMs,
        connectTimeoutMs,
        writePatienceNanos,
        lingerNanos,
        retryShare,
        retriesPerSecond,
        retriesSaved);
  }

  public ProxySettings withRetries(double share, double perSecond, double saved) {
    return new ProxySettings(
        beliefs,
        maxBodyBytes,
        maxHeldBytes,
        maxHeldAnswerBytes,
        maxInFlight,
        maxConnections,
        maxAttempts,
        defaultTimeoutMs,
        maxTimeoutMs,
        idleTimeoutMs,
        bodyTimeoutMs,
        connectTimeoutMs,
        writePatienceNanos,
        lingerNanos,
        share,
        perSecond,
        saved);
  }

  public ProxySettings withIdle(long idleMs, long bodyMs) {
    return new ProxySettings(
        beliefs,
        maxBodyBytes,
        maxHeldBytes,
        maxHeldAnswerBytes,
        maxInFlight,
        maxConnections,
        maxAttempts,
        defaultTimeoutMs,
        maxTimeoutMs,
        idleMs,
        bodyMs,
        connectTimeoutMs,
        writePatienceNanos,
        lingerNanos,
        retryShare,
        retriesPerSecond,
        retriesSaved);
  }

  /** The longest request line: what nodes take, less what the router may add to it. */
  int maxRequestLineBytes() {
    return 3 * 10 * 1024 + 16 * 1024 - 64;
  }
}
