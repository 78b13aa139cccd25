package io.atoll.server.binary;

import io.atoll.server.RequestRules;

/**
 * The limits of the client port. Immutable.
 *
 * @param host address to listen on
 * @param port port to listen on; 0 takes a free one
 * @param httpPort where HTTP is answered, told to those who speak it here
 * @param maxKeyBytes longest key
 * @param maxValueBytes largest value
 * @param maxInFlight requests of one connection that are worked on at once; the others wait unread
 * @param maxConnections open connections, per loop; one more is sent away
 * @param maxUnsentBytes answers of one connection that the network has not taken; above that, its
 *     requests wait unread
 * @param maxHeldBytes what one loop holds for all its clients: unfinished frames, values to be
 *     written, answers not taken; above that, requests are refused
 * @param defaultTimeoutMs how long a request may take that names no timeout
 * @param maxTimeoutMs the longest timeout that a request may name
 * @param greetingTimeoutMs a connection must have greeted so long after it began
 * @param frameTimeoutMs a frame must be complete so long after it began
 * @param idleTimeoutMs a connection on which nothing is asked for so long is closed
 * @param stallTimeoutMs a client that takes no byte of its answers for so long is closed
 * @param drainTimeoutMs how long a closing listener waits for the requests under way
 */
public record BinarySettings(
    String host,
    int port,
    int httpPort,
    int maxKeyBytes,
    int maxValueBytes,
    int maxInFlight,
    int maxConnections,
    int maxUnsentBytes,
    long maxHeldBytes,
    int defaultTimeoutMs,
    int maxTimeoutMs,
    long greetingTimeoutMs,
    long frameTimeoutMs,
    long idleTimeoutMs,
    long stallTimeoutMs,
    long drainTimeoutMs) {
  /** Loopback, a free port, and limits that suit a node with a few gigabytes of memory. */
  public static final BinarySettings DEFAULT =
      new BinarySettings(
          "127.0.0.1",
          0,
          0,
          10 * 1024,
          1024 * 1024,
          1024,
          4096,
          1024 * 1024,
          64L * 1024 * 1024,
          5_000,
          30_000,
          5_000,
          30_000,
          300_000,
          10_000,
          2_000);

  /** What the requests of this door must keep to. */
  RequestRules rules() {
    return new RequestRules(maxKeyBytes, maxValueBytes, maxTimeoutMs);
  }
}
