package io.atoll.wire;

/**
 * The kinds of error that nodes and routers answer over HTTP: the one table of their statuses,
 * names and titles, and of what a write that failed like this has done. {@code openapi.yaml} lists
 * the same.
 */
public enum ProblemType {
  MALFORMED_REQUEST(400, "malformed-request", "The request is not valid HTTP"),
  MALFORMED_KEY(400, "malformed-key", "The key is malformed"),
  MALFORMED_CONTEXT(400, "malformed-context", "The causal context is none of this key"),
  INVALID_PARAMETER(400, "invalid-parameter", "A parameter is wrong"),
  INVALID_HEADER(400, "invalid-header", "A header is wrong"),
  IMPOSSIBLE_LEVEL(400, "impossible-level", "The consistency level can never be met"),
  INVALID_KEYSPACE(400, "invalid-keyspace", "The keyspace definition is wrong"),
  UNKNOWN_KEYSPACE(404, "unknown-keyspace", "There is no such keyspace"),
  UNKNOWN_MEMBER(404, "unknown-member", "There is no such node in the cluster"),
  UNKNOWN_RUN(404, "unknown-run", "The node knows of no such run"),
  KEY_NOT_FOUND(404, "key-not-found", "The key has no value"),
  UNKNOWN_ROUTE(404, "unknown-route", "There is nothing at this path"),
  METHOD_NOT_ALLOWED(405, "method-not-allowed", "The method does not apply here"),
  NOT_ACCEPTABLE(406, "not-acceptable", "There is no form of the answer that the client accepts"),
  REQUEST_TIMEOUT(408, "request-timeout", "The request did not arrive in time"),
  TOO_MANY_SIBLINGS(409, "too-many-siblings", "The key holds too many concurrent values"),
  KEYSPACE_EXISTS(409, "keyspace-exists", "There is another keyspace of that name"),
  REPAIR_OFF(409, "repair-off", "The node compares no replicas"),
  NOTHING_TO_COMPARE(409, "nothing-to-compare", "No other node holds what is to be compared"),
  BODY_TOO_LARGE(413, "body-too-large", "The body is too large"),
  KEY_TOO_LONG(414, "key-too-long", "The key or the request line is too long"),
  UNSUPPORTED_CODING(415, "unsupported-coding", "The content coding is not supported"),
  RATE_LIMITED(
      429,
      "rate-limited",
      "This client asks for too much; nothing was attempted",
      Effect.NOT_ATTEMPTED),
  HEADERS_TOO_LARGE(431, "headers-too-large", "The request headers are too large"),
  INTERNAL(500, "internal", "The server made a mistake", Effect.POSSIBLE),
  NOT_IMPLEMENTED(501, "not-implemented", "This is not implemented yet"),
  UNAVAILABLE(
      503,
      "unavailable",
      "Too few replicas or nodes are alive; nothing was attempted",
      Effect.NOT_ATTEMPTED),
  NOT_ENOUGH_ANSWERS(
      503, "not-enough-answers", "Too few replicas or nodes answered in time", Effect.POSSIBLE),
  CONTEXT_NOT_REACHED(
      503, "context-not-reached", "No reachable replica has seen the context asked for"),
  OVERLOADED(
      503,
      "overloaded",
      "The server has too much to do; nothing was attempted",
      Effect.NOT_ATTEMPTED),
  NOT_READY(503, "not-ready", "The server cannot serve yet", Effect.NOT_ATTEMPTED),
  STORAGE_REFUSED(507, "storage-refused", "The storage of the node refused", Effect.NOT_ATTEMPTED);

  /** The media type of every such answer (RFC 9457). */
  public static final String MEDIA_TYPE = "application/problem+json";

  private static final String URN = "urn:atoll:error:";
  private static final int SERVICE_UNAVAILABLE = 503;
  private static final ProblemType[] ALL = values();

  /** What a write that failed has done. */
  private enum Effect {
    /** Certainly nothing, and the same request would fail again. */
    NONE,
    /** Certainly nothing: the request was turned away, and may be sent again. */
    NOT_ATTEMPTED,
    /** It may have been done, or may still be. */
    POSSIBLE
  }

  private final int status;
  private final String kind;
  private final String title;
  private final Effect effect;

  ProblemType(int status, String kind, String title) {
    this(status, kind, title, Effect.NONE);
  }

  ProblemType(int status, String kind, String title, Effect effect) {
    this.status = status;
    this.kind = kind;
    this.title = title;
    this.effect = effect;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** The {@code kind} label of meters and the end of {@link #urn}. */
  public String kind() {
    return kind;
  }

  /** The {@code type} of the problem. */
  public String urn() {
    return URN + kind;
  }

  /** A sentence for a person, the same for every occurrence. */
  public String title() {
    return title;
  }

  /** Whether the same request may succeed a moment later. */
  public boolean isTransient() {
    return status == SERVICE_UNAVAILABLE;
  }

  /** Whether a write that failed like this has certainly no effect. */
  public boolean withoutEffect() {
    return effect != Effect.POSSIBLE;
  }

  /** Whether the request was turned away untouched, so that even a write may be sent again. */
  public boolean notAttempted() {
    return effect == Effect.NOT_ATTEMPTED;
  }

  /** The kind that a {@code type} ends with; "" when it is none of Atoll's, or null. */
  public static String kindOf(String urn) {
    return urn != null && urn.startsWith(URN) ? urn.substring(URN.length()) : "";
  }

  /** The problem of a kind, or null when this release knows none. */
  public static ProblemType ofKind(String kind) {
    for (ProblemType each : ALL) {
      if (each.kind.equals(kind)) {
        return each;
      }
    }
    return null;
  }
}
