package io.atoll.platform.http;

/**
 * The kinds of error that the HTTP API answers; {@code openapi.yaml} lists the same. A router
 * answers some of them by itself, with the same meaning, and {@code rate-limited} is its alone.
 */
public enum ProblemType {
  MALFORMED_REQUEST(400, "malformed-request", "The request is not valid HTTP"),
  MALFORMED_KEY(400, "malformed-key", "The key is malformed"),
  MALFORMED_CONTEXT(400, "malformed-context", "The causal context is malformed"),
  INVALID_PARAMETER(400, "invalid-parameter", "A parameter is wrong"),
  INVALID_HEADER(400, "invalid-header", "A header is wrong"),
  IMPOSSIBLE_LEVEL(400, "impossible-level", "The consistency level can never be met"),
  INVALID_KEYSPACE(400, "invalid-keyspace", "The keyspace definition is wrong"),
  UNKNOWN_KEYSPACE(404, "unknown-keyspace", "There is no such keyspace"),
  KEY_NOT_FOUND(404, "key-not-found", "The key has no value"),
  UNKNOWN_ROUTE(404, "unknown-route", "There is nothing at this path"),
  METHOD_NOT_ALLOWED(405, "method-not-allowed", "The method does not apply here"),
  REQUEST_TIMEOUT(408, "request-timeout", "The request did not arrive in time"),
  TOO_MANY_SIBLINGS(409, "too-many-siblings", "The key holds too many concurrent values"),
  BODY_TOO_LARGE(413, "body-too-large", "The body is too large"),
  KEY_TOO_LONG(414, "key-too-long", "The key or the request line is too long"),
  UNSUPPORTED_CODING(415, "unsupported-coding", "The content coding is not supported"),
  RATE_LIMITED(429, "rate-limited", "This client asks for too much; nothing was attempted"),
  HEADERS_TOO_LARGE(431, "headers-too-large", "The request headers are too large"),
  INTERNAL(500, "internal", "The server made a mistake"),
  NOT_IMPLEMENTED(501, "not-implemented", "This is not implemented yet"),
  UNAVAILABLE(503, "unavailable", "Too few replicas are alive; nothing was attempted"),
  NOT_ENOUGH_ANSWERS(503, "not-enough-answers", "Too few replicas answered in time"),
  CONTEXT_NOT_REACHED(
      503, "context-not-reached", "No reachable replica has seen the context asked for"),
  OVERLOADED(503, "overloaded", "There is too much to do; nothing was attempted"),
  NOT_READY(503, "not-ready", "The server cannot serve yet"),
  STORAGE_REFUSED(507, "storage-refused", "The storage of the node refused");

  private final int status;
  private final String kind;
  private final String title;

  ProblemType(int status, String kind, String title) {
    this.status = status;
    this.kind = kind;
    this.title = title;
  }

  public int status() {
    return status;
  }

  /** The {@code kind} label of the failure counter and the end of {@link #urn}. */
  public String kind() {
    return kind;
  }

  public String urn() {
    return "urn:atoll:error:" + kind;
  }

  public String title() {
    return title;
  }

  /** Whether the same request may succeed a moment later. */
  public boolean isTransient() {
    return status == 503;
  }
}
