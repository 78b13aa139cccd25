package io.atoll.router.proxy;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is passed on of the headers: all but those that belong to one connection (RFC 9110, 7.6.1).
 */
final class Headers {
  static final CharSequence ROUTER = HttpHeaders.createOptimized("Atoll-Router");

  private static final Set<String> OF_ONE_CONNECTION =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "proxy-authenticate",
          "proxy-authorization",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "http2-settings");

  private Headers() {}

  /** Copies those of a request; the length is set anew, and {@code Expect} is met by the router. */
  static void copyRequest(MultiMap from, MultiMap to) {
    copy(from, to, Set.of("host", "content-length", "expect"));
  }

  /** Copies those of an answer; the length is set anew unless the answer has no body to count. */
  static void copyAnswer(MultiMap from, MultiMap to, boolean keepLength) {
    copy(from, to, keepLength ? Set.of() : Set.of("content-length"));
  }

  private static void copy(MultiMap from, MultiMap to, Set<String> without) {
    Set<String> named = named(from);
    for (Map.Entry<String, String> header : from) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      if (!OF_ONE_CONNECTION.contains(name)
          && !without.contains(name)
          && !named.contains(name)
          && !name.startsWith(":")) {
        to.add(header.getKey(), header.getValue());
      }
    }
  }

  /** The headers that {@code Connection}, however often it is given, names as its own. */
  private static Set<String> named(MultiMap headers) {
    if (!headers.contains(HttpHeaders.CONNECTION)) {
      return Set.of();
    }
    Set<String> names = new TreeSet<>();
    for (String connection : headers.getAll(HttpHeaders.CONNECTION)) {
      for (String name : connection.split(",", -1)) {
        names.add(name.strip().toLowerCase(Locale.ROOT));
      }
    }
    return names;
  }
}
