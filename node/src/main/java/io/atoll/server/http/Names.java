package io.atoll.server.http;

import io.vertx.core.http.HttpHeaders;

/** Header names and values of the protocol, encoded once. */
final class Names {
  static final CharSequence CONTEXT = HttpHeaders.createOptimized("Atoll-Context");
  static final CharSequence REPLICAS = HttpHeaders.createOptimized("Atoll-Replicas");
  static final CharSequence DOT = HttpHeaders.createOptimized("Atoll-Dot");
  static final CharSequence OCTETS = HttpHeaders.createOptimized("application/octet-stream");
  static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

  /** A value that is a page is shown as one, but runs nothing and belongs to no site. */
  static final CharSequence CONTENT_SECURITY_POLICY =
      HttpHeaders.createOptimized("Content-Security-Policy");

  static final CharSequence SANDBOX = HttpHeaders.createOptimized("default-src 'none'; sandbox");

  private Names() {}
}
