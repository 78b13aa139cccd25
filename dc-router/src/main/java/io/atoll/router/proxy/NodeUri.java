package io.atoll.router.proxy;

import io.atoll.platform.http.RequestTarget;
import io.atoll.router.policy.RequestTimeout;

/**
 * What is sent to a node of a request's target: the same, but for the timeout. Nothing is decoded
 * or normalised, for keys are any bytes.
 */
final class NodeUri {
  private static final String KV = "/v1/kv/";
  private static final String HEX = "0123456789ABCDEF";

  private NodeUri() {}

  /** Whether it is a key, and so takes the parameter {@code timeout}. */
  static boolean isKey(RequestTarget target) {
    return target.path().startsWith(KV);
  }

  /** The target with another timeout. */
  static String withTimeout(RequestTarget target, long ms) {
    return ascii(target.path() + '?' + RequestTimeout.replaced(target.query(), ms));
  }

  /** The target as it is. */
  static String plain(RequestTarget target) {
    return ascii(target.query() == null ? target.path() : target.path() + '?' + target.query());
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
