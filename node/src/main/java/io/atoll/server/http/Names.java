package io.atoll.server.http;

import io.vertx.core.http.HttpHeaders;

/** Header names and values of the protocol, encoded once. */
final class Names {
  static final CharSequence CONTEXT = HttpHeaders.createOptimized("Atoll-Context");
  static final CharSequence REPLICAS = HttpHeaders.createOptimized("Atoll-Replicas");
  static final CharSequence DOT = HttpHeaders.createOptimized("Atoll-Dot");
  static final CharSequence OCTETS = HttpHeaders.createOptimized("application/octet-stream");
  static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

  private Names() {}
}
