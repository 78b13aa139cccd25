package io.atoll.client.engine;

import io.atoll.wire.ProtocolSniffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** What a person is told of an address at which something else than a node speaks. */
final class WrongProtocol {
  private static final int SHOWN_BYTES = 8;

  private WrongProtocol() {}

  /**
   * Says what speaks there.
   *
   * @param spoken what it was taken for
   * @param bytes the first ones, one or more
   */
  static String describe(ProtocolSniffer spoken, String host, int port, byte[] bytes) {
    return switch (spoken) {
      case TLS ->
          "speaks TLS (%s): %s:%d wants an encrypted connection and this client opens none"
              .formatted(hex(bytes), host, port);
      case HTTP ->
          ("speaks HTTP: %s:%d is an HTTP port; the client port of a node is another, which"
                  + " its configuration and GET /v1/cluster name")
              .formatted(host, port);
      case INCOMPLETE, GREETING, OTHER ->
          "%s:%d is not a client port of a node: it begins with %s, \"%s\""
              .formatted(host, port, hex(bytes), printable(bytes));
    };
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
