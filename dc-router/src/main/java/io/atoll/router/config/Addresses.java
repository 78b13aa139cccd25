package io.atoll.router.config;

import io.atoll.router.health.NodeAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads where something is reached. */
final class Addresses {
  private static final Pattern ADDRESS =
      Pattern.compile(
          "(?:http://)?(\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9_.-]{1,255})(?::([0-9]{1,5}))?/?");

  /** The first HTTP port of a node, unless configured. */
  static final int NODE_PORT = 7400;

  private Addresses() {}

  /**
   * Reads {@code http://host:port} or {@code host:port}.
   *
   * @param lowestPort 1, or 0 where that stands for any free one; a port must then be given
   * @return null when it is not one
   */
  static NodeAddress parse(String text, int lowestPort) {
    Matcher matcher = ADDRESS.matcher(text.strip());
    if (!matcher.matches() || (lowestPort == 0 && matcher.group(2) == null)) {
      return null;
    }
    String host = matcher.group(1);
    if (host.startsWith("[")) {
      host = host.substring(1, host.length() - 1);
    }
    int port = matcher.group(2) == null ? NODE_PORT : Integer.parseInt(matcher.group(2));
    if (port < lowestPort || port > 65_535) {
      return null;
    }
    NodeAddress address = new NodeAddress("", host, port);
    return new NodeAddress(address.authority(), host, port);
  }
}
