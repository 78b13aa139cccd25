package io.atoll.client.engine;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** What speaks at an address that does not greet as a node does. */
final class ProtocolSniffer {
  private static final int TLS_ALERT = 0x15;
  private static final int TLS_HANDSHAKE = 0x16;
  private static final int SHOWN_BYTES = 8;

  private ProtocolSniffer() {}

  /** Says what the first bytes, one or more, are. */
  static String describe(String host, int port, byte[] bytes) {
    if (bytes[0] == TLS_ALERT || bytes[0] == TLS_HANDSHAKE) {
      return "speaks TLS (%s): %s:%d wants an encrypted connection and this client opens none"
          .formatted(hex(bytes), host, port);
    }
    if (bytes[0] == 'H') {
      return ("speaks HTTP: %s:%d is an HTTP port; the client port of a node is another, which"
              + " its configuration and GET /v1/cluster name")
          .formatted(host, port);
    }
    return "%s:%d is not a client port of a node: it begins with %s, \"%s\""
        .formatted(host, port, hex(bytes), printable(bytes));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.ofDelimiter(" ")
        .formatHex(Arrays.copyOf(bytes, Math.min(SHOWN_BYTES, bytes.length)));
  }

  private static String printable(byte[] bytes) {
    String text =
        new String(bytes, 0, Math.min(SHOWN_BYTES, bytes.length), StandardCharsets.ISO_8859_1);
    return text.replaceAll("[^ -~]", ".");
  }
}
