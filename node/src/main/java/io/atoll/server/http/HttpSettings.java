package io.atoll.server.http;

import io.atoll.server.RequestRules;

/**
 * The limits of the HTTP door. Immutable.
 *
 * @param host address to listen on
 * @param port port to listen on; 0 takes a free one
 * @param maxKeyBytes longest key, after percent-decoding
 * @param maxValueBytes longest value
 * @param maxDefinitionBytes longest keyspace definition
 * @param maxInFlight requests being worked on, per loop; one more is refused with 503
 * @param maxHeldBodyBytes bytes of request bodies held in memory, per loop; more is refused with
 *     503
 * @param maxConnections open connections, per loop; one more is closed at once
 * @param defaultTimeoutMs how long a request may take when it names no {@code timeout}
 * @param maxTimeoutMs the longest {@code timeout} that a request may name
 * @param idleTimeoutMs a connection on which no request arrives whole, or no byte moves, for so
 *     long is closed
 * @param bodyTimeoutMs a request body must be complete so long after its head, or gets 408
 * @param drainTimeoutMs how long a closing listener waits for the requests in flight
 */
public record HttpSettings(
    String host,
    int port,
    int maxKeyBytes,
    int maxValueBytes,
    int maxDefinitionBytes,
    int maxInFlight,
    long maxHeldBodyBytes,
    int maxConnections,
    long defaultTimeoutMs,
    long maxTimeoutMs,
    long idleTimeoutMs,
    long bodyTimeoutMs,
    long drainTimeoutMs) {
  /** Loopback, a free port, and limits that suit a node with a few gigabytes of memory. */
  public static final HttpSettings DEFAULT =
      new HttpSettings(
          "127.0.0.1",
          0,
          10 * 1024,
          1024 * 1024,
          64 * 1024,
          1024,
          64L * 1024 * 1024,
          10_000,
          5_000,
          30_000,
          60_000,
          15_000,
          2_000);

  /** The same limits at another address. */
  public HttpSettings at(String newHost, int newPort) {
    return new HttpSettings(
        newHost,
        newPort,
        maxKeyBytes,
        maxValueBytes,
        maxDefinitionBytes,
        maxInFlight,
        maxHeldBodyBytes,
        maxConnections,
        defaultTimeoutMs,
        maxTimeoutMs,
        idleTimeoutMs,
        bodyTimeoutMs,
        drainTimeoutMs);
  }

  /** The longest request line: every byte of a key percent-encoded, and room for a context. */
  int maxRequestLineBytes() {
    return 3 * maxKeyBytes + 16 * 1024;
  }

  /** What the requests of this door must keep to. */
  RequestRules rules() {
    return new RequestRules(maxKeyBytes, maxValueBytes, maxTimeoutMs);
  }
}
