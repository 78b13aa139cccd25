package io.atoll.server.http;

import io.atoll.env.Require;
import io.atoll.server.RequestRules;

/**
 * The limits of the HTTP door, in groups; {@code with} makes a copy with another group.
 *
 * @param waits of connections
 */
public record HttpSettings(
    Listen listen, Sizes sizes, Load load, RequestTimeouts requests, Waits waits) {
  /** Loopback, a free port, and limits that suit a node with a few gigabytes of memory. */
  public static final HttpSettings DEFAULT =
      new HttpSettings(
          new Listen("127.0.0.1", 0),
          new Sizes(10 * 1024, 1024 * 1024, 64 * 1024),
          new Load(1024, 10_000),
          new RequestTimeouts(5_000, 30_000),
          new Waits(60_000, 15_000, 10_000, 2_000));

  /**
   * Where.
   *
   * @param host address to listen on
   * @param port port to listen on; 0 takes a free one
   */
  public record Listen(String host, int port) {
    public Listen {
      Require.that(!host.isBlank(), "listen.host", "'" + host + "'", "a name or an IP address");
      Require.between(0, 65_535, "listen.port", port);
    }
  }

  /**
   * Of one request.
   *
   * @param maxKeyBytes longest key, after percent-decoding
   * @param maxValueBytes longest value
   * @param maxDefinitionBytes longest keyspace definition
   */
  public record Sizes(int maxKeyBytes, int maxValueBytes, int maxDefinitionBytes) {
    public Sizes {
      Require.between(1, RequestRules.MAX_KEY_BYTES, "sizes.maxKeyBytes", maxKeyBytes);
      Require.between(1, RequestRules.MAX_VALUE_BYTES, "sizes.maxValueBytes", maxValueBytes);
      Require.atLeast(1, "sizes.maxDefinitionBytes", maxDefinitionBytes);
    }
  }

  /**
   * How much at a time, per loop.
   *
   * @param maxInFlight requests being worked on; one more is refused with 503
   * @param maxConnections open connections; for one more a silent one gives way, or it is closed
   */
  public record Load(int maxInFlight, int maxConnections) {
    public Load {
      Require.atLeast(1, "load.maxInFlight", maxInFlight);
      Require.atLeast(1, "load.maxConnections", maxConnections);
    }

    public Load withMaxInFlight(int other) {
      return new Load(other, maxConnections);
    }

    public Load withMaxConnections(int other) {
      return new Load(maxInFlight, other);
    }
  }

  /**
   * How long a request may take.
   *
   * @param defaultMs one that names no {@code timeout}
   * @param maxMs the longest {@code timeout} that a request may name
   */
  public record RequestTimeouts(long defaultMs, long maxMs) {
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
   * @param idleMs one on which no request arrives whole, or no byte moves, for so long is closed
   * @param bodyMs a request body must be complete so long after its head, or gets 408
   * @param stallMs a client that takes no byte of an answer for so long is closed
   * @param drainMs how long a closing listener waits for the requests in flight
   */
  public record Waits(long idleMs, long bodyMs, long stallMs, long drainMs) {
    public Waits {
      Require.atLeast(1, "waits.idleMs", idleMs);
      Require.atLeast(1, "waits.bodyMs", bodyMs);
      Require.atLeast(1, "waits.stallMs", stallMs);
      Require.atLeast(1, "waits.drainMs", drainMs);
    }
  }

  public HttpSettings with(Listen other) {
    return new HttpSettings(other, sizes, load, requests, waits);
  }

  public HttpSettings with(Sizes other) {
    return new HttpSettings(listen, other, load, requests, waits);
  }

  public HttpSettings with(Load other) {
    return new HttpSettings(listen, sizes, other, requests, waits);
  }

  /** The longest request line: every byte of a key percent-encoded, and room for a context. */
  int maxRequestLineBytes() {
    return 3 * sizes.maxKeyBytes + 16 * 1024;
  }

  /** What the requests of this door must keep to. */
  RequestRules rules() {
    return new RequestRules(sizes.maxKeyBytes, sizes.maxValueBytes, requests.maxMs);
  }
}
