package io.atoll.router.proxy;

import io.atoll.router.policy.RequestTimeout;

/**
 * Where a request goes, as it was sent: nothing is decoded or normalised, for keys are any bytes.
 *
 * @param path from its leading slash up to the query
 * @param query what follows the first {@code ?}, or null
 */
record Target(String path, String query) {
  private static final String KV = "/v1/kv/";
  private static final String HEX = "0123456789ABCDEF";

  /**
   * Reads the origin form ({@code /path?query}) or the absolute form ({@code http://host/path}).
   */
  static Target of(String uri) {
    int start = 0;
    if (uri.isEmpty() || uri.charAt(0) != '/') {
      int authority = uri.indexOf("://");
      start = authority < 0 ? 0 : uri.indexOf('/', authority + 3);
      if (start < 0) {
        return new Target("/", null);
      }
    }
    int question = uri.indexOf('?', start);
    return question < 0
        ? new Target(uri.substring(start), null)
        : new Target(uri.substring(start, question), uri.substring(question + 1));
  }

  /** Whether it is a key, and so takes the parameter {@code timeout}. */
  boolean isKey() {
    return path.startsWith(KV);
  }

  /** What to send to a node, with another timeout. */
  String withTimeout(long ms) {
    return ascii(path + '?' + RequestTimeout.replaced(query, ms));
  }

  /** What to send to a node. */
  String plain() {
    return ascii(query == null ? path : path + '?' + query);
  }

  /**
   * A byte above 127 arrives as the character of that number and would leave as two bytes of UTF-8,
   * which is another key; as a percent triplet it is the same one.
   */
  private static String ascii(String uri) {
    int i = 0;
    while (i < uri.length() && uri.charAt(i) < 0x80) {
      i++;
    }
    if (i == uri.length()) {
      return uri;
    }
    StringBuilder text = new StringBuilder(uri.length() + 16);
    for (int at = 0; at < uri.length(); at++) {
      char c = uri.charAt(at);
      if (c < 0x80) {
        text.append(c);
      } else {
        text.append('%').append(HEX.charAt(c >> 4 & 15)).append(HEX.charAt(c & 15));
      }
    }
    return text.toString();
  }
}
