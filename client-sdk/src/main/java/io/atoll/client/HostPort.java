package io.atoll.client;

/** Where a node listens. */
record HostPort(String host, int port) {
  private static final int MAX_PORT = 65_535;

  /** Reads {@code host:port}, or {@code [address]:port} for IPv6; null for anything else. */
  static HostPort parse(String text) {
    if (text == null) {
      return null;
    }
    int colon = text.lastIndexOf(':');
    String host = colon < 1 ? "" : text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.indexOf(':') >= 0) {
      return null;
    }
    if (host.isBlank() || !host.equals(host.strip())) {
      return null;
    }
    try {
      int port = Integer.parseInt(text.substring(colon + 1));
      return port < 1 || port > MAX_PORT ? null : new HostPort(host, port);
    } catch (NumberFormatException noNumber) {
      return null;
    }
  }
}
