package io.atoll.router.proxy;

/**
 * The kinds of error that the router answers by itself. They are those of the nodes, with the same
 * meaning, but for {@code rate-limited}.
 */
enum ProblemType {
  MALFORMED_REQUEST(400, "malformed-request", "The request is not valid HTTP"),
  METHOD_NOT_ALLOWED(405, "method-not-allowed", "The method does not apply here"),
  REQUEST_TIMEOUT(408, "request-timeout", "The request did not arrive in time"),
  BODY_TOO_LARGE(413, "body-too-large", "The body is too large"),
  KEY_TOO_LONG(414, "key-too-long", "The key or the request line is too long"),
  RATE_LIMITED(429, "rate-limited", "This client asks for too much; nothing was attempted"),
  HEADERS_TOO_LARGE(431, "headers-too-large", "The request headers are too large"),
  INTERNAL(500, "internal", "The router made a mistake"),
  UNAVAILABLE(503, "unavailable", "No node could be asked; nothing was attempted"),
  NOT_ENOUGH_ANSWERS(503, "not-enough-answers", "No node answered, or not in time"),
  OVERLOADED(503, "overloaded", "There is too much to do; nothing was attempted"),
  NOT_READY(503, "not-ready", "The router cannot serve");

  private final int status;
  private final String kind;
  private final String title;

  ProblemType(int status, String kind, String title) {
    this.status = status;
    this.kind = kind;
    this.title = title;
  }

  int status() {
    return status;
  }

  String kind() {
    return kind;
  }

  String urn() {
    return "urn:atoll:error:" + kind;
  }

  String title() {
    return title;
  }
}
