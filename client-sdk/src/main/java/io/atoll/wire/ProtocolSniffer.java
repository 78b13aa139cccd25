package io.atoll.wire;

/**
 * What is spoken on a connection that begins with certain bytes. Either side of the client protocol
 * can be reached by, or reach, what speaks another; the two begin differently in some protocols, so
 * each has a method.
 */
public enum ProtocolSniffer {
  /** Too few bytes to tell. */
  INCOMPLETE,
  /** The client protocol: a whole {@link Greeting}. */
  GREETING,
  HTTP,
  TLS,
  OTHER;

  private static final int LONGEST_METHOD = 7;
  private static final String STATUS_LINE = "HTTP/";
  private static final int TLS_ALERT = 0x15;
  private static final int TLS_HANDSHAKE = 0x16;
  private static final int TLS_MAJOR = 3;

  /**
   * What a client speaks that began so: in HTTP, a method and a blank; in TLS, a handshake.
   *
   * @param bytes all that it has sent, perhaps none
   */
  public static ProtocolSniffer ofClient(byte[] bytes) {
    if (Greeting.mayBegin(bytes, bytes.length)) {
      return greeting(bytes);
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
    // "PRI * HTTP/2.0" begins HTTP/2.
    return letters >= 3 && letters <= LONGEST_METHOD && bytes[letters] == ' ' ? HTTP : OTHER;
  }

  /**
   * What a server speaks that began so: in HTTP, a status line; in TLS, most often an alert, for
   * what it was sent is no handshake. One byte tells TLS: a server may close after a few.
   *
   * @param bytes all that it has sent, perhaps none
   */
  public static ProtocolSniffer ofServer(byte[] bytes) {
    if (Greeting.mayBegin(bytes, bytes.length)) {
      return greeting(bytes);
    }
    if (bytes[0] == TLS_ALERT || bytes[0] == TLS_HANDSHAKE) {
      return TLS;
    }
    for (int i = 0; i < STATUS_LINE.length(); i++) {
      if (i == bytes.length) {
        return INCOMPLETE;
      }
      if (bytes[i] != STATUS_LINE.charAt(i)) {
        return OTHER;
      }
    }
    return HTTP;
  }

  private static ProtocolSniffer greeting(byte[] bytes) {
    return bytes.length < Greeting.BYTES ? INCOMPLETE : GREETING;
  }
}
