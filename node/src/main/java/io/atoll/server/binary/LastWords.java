package io.atoll.server.binary;

import java.nio.charset.StandardCharsets;

/** What those are told who speak another protocol at the client port, each in its own. */
final class LastWords {
  private LastWords() {}

  /** A fatal alert, protocol_version: what a TLS client shows as a reason. */
  static byte[] tlsAlert() {
    return new byte[] {0x15, 0x03, 0x01, 0x00, 0x02, 0x02, 0x46};
  }

  /** A whole answer to an HTTP request. */
  static byte[] httpAnswer(int httpPort) {
    String text =
        "This is the port for Atoll's client protocol; HTTP is answered on port %d.\n"
            .formatted(httpPort);
    return "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
        .formatted(text.length(), text)
        .getBytes(StandardCharsets.US_ASCII);
  }
}
