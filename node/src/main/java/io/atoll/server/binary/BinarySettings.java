package io.atoll.server.binary;

import io.atoll.env.Require;
import io.atoll.server.RequestRules;

/**
 * The limits of the client port, in groups; {@code with} makes a copy with another group.
 *
 * @param waits of connections
 */
public record BinarySettings(
    Listen listen, Sizes sizes, Load load, RequestTimeouts requests, Waits waits) {
  /** Loopback, a free port, and limits that suit a node with a few gigabytes of memory. */
  public static final BinarySettings DEFAULT =
      new BinarySettings(
          new Listen("127.0.0.1", 0, 0),
          new Sizes(10 * 1024, 1024 * 1024),
          new Load(1024, 4096, 1024 * 1024),
          new RequestTimeouts(5_000, 30_000),
          new Waits(5_000, 30_000, 300_000, 10_000, 2_000));

  /**
   * Where.
   *
   * @param host address to listen on
   * @param port port to listen on; 0 takes a free one
   * @param httpPort where HTTP is answered, told to those who speak it here
   */
  public record Listen(String host, int port, int httpPort) {
    public Listen {
      Require.that(!host.isBlank(), "listen.host", "'" + host + "'", "a name or an IP address");
      Require.between(0, 65_535, "listen.port", port);
      Require.between(0, 65_535, "listen.httpPort", httpPort);
    }
  }

  /**
   * Of one request.
   *
   * @param maxKeyBytes longest key
   * @param maxValueBytes largest value
   */
  public record Sizes(int maxKeyBytes, int maxValueBytes) {
    public Sizes {
      Require.between(1, RequestRules.MAX_KEY_BYTES, "sizes.maxKeyBytes", maxKeyBytes);
      Require.between(1, RequestRules.MAX_VALUE_BYTES, "sizes.maxValueBytes", maxValueBytes);
    }
  }

  /**
   * How much at a time.
   *
   * @param maxInFlight requests of one connection that are worked on at once; the others wait
   *     unread
   * @param maxConnections open connections, per loop; for one more a silent one gives way, or it is
   *     sent away
   * @param maxUnsentBytes answers of one connection that the network has not taken; above that, its
   *     requests wait unread
   */
  public record Load(int maxInFlight, int maxConnections, int maxUnsentBytes) {
    public Load {
      Require.atLeast(1, "load.maxInFlight", maxInFlight);
      Require.atLeast(1, "load.maxConnections", maxConnections);
      Require.atLeast(1, "load.maxUnsentBytes", maxUnsentBytes);
    }

    public Load withMaxInFlight(int other) {
      return new Load(other, maxConnections, maxUnsentBytes);
    }

    public Load withMaxConnections(int other) {
      return new Load(maxInFlight, other, maxUnsentBytes);
    }
  }

  /**
   * How long a request may take.
   *
   * @param defaultMs one that names no timeout
   * @param maxMs the longest timeout that a request may name
   */
  public record RequestTimeouts(int defaultMs, int maxMs) {
    public RequestTimeouts {
      Require.atLeast(1, "requests.maxMs", maxMs);
      Require.that(
          defaultMs >= 1 && defaultMs <= maxMs,
          "requests.defaultMs",
          defaultMs,
          "1 to requests.maxMs, " + maxMs);
    }
  }

  /**
   * How long a connection is waited for.
   *
   * @param greetingMs it must have greeted so long after it began
   * @param frameMs a frame must be complete so long after it began
   * @param idleMs one on which nothing is asked for so long is closed
   * @param stallMs a client that takes no byte of its answers for so long is closed
   * @param drainMs how long a closing listener waits for the requests under way
   */
  public record Waits(long greetingMs, long frameMs, long idleMs, long stallMs, long drainMs) {
    public Waits {
      Require.atLeast(1, "waits.greetingMs", greetingMs);
      Require.atLeast(1, "waits.frameMs", frameMs);
      Require.atLeast(1, "waits.idleMs", idleMs);
      Require.atLeast(1, "waits.stallMs", stallMs);
      Require.atLeast(1, "waits.drainMs", drainMs);
    }
  }

  public BinarySettings with(Listen other) {
    return new BinarySettings(other, sizes, load, requests, waits);
  }

  public BinarySettings with(Sizes other) {
    return new BinarySettings(listen, other, load, requests, waits);
  }

  public BinarySettings with(Load other) {
    return new BinarySettings(listen, sizes, other, requests, waits);
  }

  /** What the requests of this door must keep to. */
  RequestRules rules() {
    return new RequestRules(sizes.maxKeyBytes, sizes.maxValueBytes, requests.maxMs);
  }
}
