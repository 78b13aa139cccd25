package io.atoll.env;

/**
 * Where something listens.
 *
 * @param host a host name or a literal IP address (IPv6 without brackets)
 * @param port 1 to 65535
 */
public record Address(String host, int port) {
  public Address {
    if (host == null || host.isBlank()) {
      throw new IllegalArgumentException("host is empty: must be a host name or an IP address");
    }
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("port " + port + " is outside 1 to 65535");
    }
  }

  @Override
  public String toString() {
    return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
  }
}
