package io.atoll.server.binary;

import io.atoll.wire.Greeting;
import java.nio.charset.StandardCharsets;

/**
 * Recognises by its first bytes what a connection speaks, and says what to answer to a wrong one.
 */
enum ProtocolSniffer {
  /** Too few bytes to tell. */
  INCOMPLETE,
  /** A whole {@link Greeting}. */
  GREETING,
  HTTP,
  TLS,
  OTHER;

  private static final int LONGEST_METHOD = 7;
  private static final int TLS_HANDSHAKE = 0x16;
  private static final int TLS_MAJOR = 3;

  static ProtocolSniffer of(byte[] bytes) {
    if (bytes.length == 0) {
      return INCOMPLETE;
    }
    if (Greeting.mayBegin(bytes, bytes.length)) {
      return bytes.length < Greeting.BYTES ? INCOMPLETE : GREETING;
    }
    if (bytes[0] == TLS_HANDSHAKE) {
      return bytes.length < 2 ? INCOMPLETE : bytes[1] == TLS_MAJOR ? TLS : OTHER;
    }
    int letters = 0;
    while (letters < bytes.length && bytes[letters] >= 'A' && bytes[letters] <= 'Z') {
      letters++;
    }
    if (letters == bytes.length && letters <= LONGEST_METHOD) {
      return INCOMPLETE;
    }
    // A method and a blank; "PRI * HTTP/2.0" begins HTTP/2.
    return letters >= 3 && letters <= LONGEST_METHOD && bytes[letters] == ' ' ? HTTP : OTHER;
  }

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
