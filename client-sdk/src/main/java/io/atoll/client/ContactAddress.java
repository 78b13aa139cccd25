package io.atoll.client;

import io.atoll.client.engine.ContactPoint;

/** How contact points are written: {@code host:port}, or {@code [address]:port} for IPv6. */
final class ContactAddress {
  private static final int MAX_PORT = 65_535;

  private ContactAddress() {}

  /** Reads one; null for anything else. */
  static ContactPoint parse(String text) {
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
      return port < 1 || port > MAX_PORT ? null : new ContactPoint(host, port);
    } catch (NumberFormatException noNumber) {
      return null;
    }
  }
}
