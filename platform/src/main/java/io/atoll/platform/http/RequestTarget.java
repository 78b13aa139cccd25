package io.atoll.platform.http;

import java.util.Arrays;

/**
 * The path and query of a request as they were sent, nothing decoded or normalised: keys are any
 * bytes, and {@code ..} or {@code //} in one is part of it.
 *
 * @param path from its leading slash up to the query
 * @param query what follows the first {@code ?}, or null
 */
public record RequestTarget(String path, String query) {
  /**
   * Reads the origin form ({@code /path?query}) or the absolute form ({@code http://host/path}).
   */
  public static RequestTarget of(String uri) {
    int start = 0;
    if (uri.isEmpty() || uri.charAt(0) != '/') {
      int authority = uri.indexOf("://");
      start = authority < 0 ? 0 : uri.indexOf('/', authority + 3);
      if (start < 0) {
        return new RequestTarget("/", null);
      }
    }
    int question = uri.indexOf('?', start);
    if (question < 0) {
      return new RequestTarget(start == 0 ? uri : uri.substring(start), null);
    }
    return new RequestTarget(uri.substring(start, question), uri.substring(question + 1));
  }

  /**
   * The bytes of a piece of a path: percent triplets decoded, every other character the byte that
   * it arrived as.
   *
   * @return null when a {@code %} is not followed by two hexadecimal digits
   */
  public static byte[] decode(String text, int from) {
    byte[] bytes = new byte[text.length() - from];
    int length = 0;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        int high = i + 2 < text.length() ? hex(text.charAt(i + 1)) : -1;
        int low = i + 2 < text.length() ? hex(text.charAt(i + 2)) : -1;
        if (high < 0 || low < 0) {
          return null;
        }
        bytes[length++] = (byte) (high << 4 | low);
        i += 2;
      } else {
        bytes[length++] = (byte) c;
      }
    }
    return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
  }

  private static int hex(char c) {
    return c < 0x80 ? Character.digit(c, 16) : -1;
  }
}
