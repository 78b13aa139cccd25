package io.atoll.net;

import java.util.Objects;

/**
 * Where a TCP socket is opened, to listen or to connect, and how what goes over it is encrypted.
 *
 * @param host a host name or a literal IP address (IPv6 without brackets)
 * @param port 0 to 65535; 0 stands for a free one and is only for listening
 */
public record Endpoint(String host, int port, Tls tls) {
  private static final int MAX_PORT = 65_535;

  public Endpoint {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(tls, "tls");
    if (port < 0 || port > MAX_PORT) {
      throw new IllegalArgumentException(
          "the port of %s is %d: must be 0 to %d".formatted(host, port, MAX_PORT));
    }
  }

  /** The same with another port, such as the one that was found free. */
  public Endpoint withPort(int newPort) {
    return new Endpoint(host, newPort, tls);
  }

  @Override
  public String toString() {
    return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
  }
}
