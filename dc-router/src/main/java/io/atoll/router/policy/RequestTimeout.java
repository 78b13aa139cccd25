package io.atoll.router.policy;

import io.atoll.wire.TimeoutText;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * The parameter {@code timeout} of a request to the key-value API: how long its client waits. A
 * node that is asked gets what is left of it, and a little less, so that its own answer, which says
 * how many replicas did what, arrives before the router has to speak for it.
 */
public final class RequestTimeout {
  private static final String NAME = "timeout=";

  /** What {@link #ofMs} answers where there is no such parameter. */
  public static final long ABSENT = -1;

  /** What {@link #ofMs} answers where it is no timeout: that is the node's to refuse. */
  public static final long MALFORMED = -2;

  private RequestTimeout() {}

  /**
   * The timeout that a query names, in milliseconds.
   *
   * @param query without its question mark, or null
   * @param maxMs the longest that is one
   */
  public static long ofMs(String query, long maxMs) {
    int at = find(query, 0);
    if (at < 0) {
      return ABSENT;
    }
    int end = end(query, at);
    if (find(query, end) >= 0) {
      return MALFORMED;
    }
    long ms = TimeoutText.milliseconds(decoded(query.substring(at + NAME.length(), end)));
    return ms >= 1 && ms <= maxMs ? ms : MALFORMED;
  }

  /** As a node reads it, or the two would wait for different times. */
  private static String decoded(String value) {
    if (value.indexOf('%') < 0) {
      return value;
    }
    try {
      return URLDecoder.decode(value, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return value;
    }
  }

  /** The same query with another timeout. */
  public static String replaced(String query, long ms) {
    if (query == null || query.isEmpty()) {
      return NAME + ms;
    }
    int at = find(query, 0);
    return at < 0
        ? query + "&" + NAME + ms
        : query.substring(0, at) + NAME + ms + query.substring(end(query, at));
  }

  /** Where the parameter begins, or -1. */
  private static int find(String query, int from) {
    if (query == null) {
      return -1;
    }
    int at = query.indexOf(NAME, from);
    while (at > 0 && query.charAt(at - 1) != '&') {
      at = query.indexOf(NAME, at + 1);
    }
    return at;
  }

  private static int end(String query, int at) {
    int and = query.indexOf('&', at);
    return and < 0 ? query.length() : and;
  }
}
