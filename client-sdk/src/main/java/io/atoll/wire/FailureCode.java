package io.atoll.wire;

import io.atoll.bytes.MalformedBytesException;

/**
 * Why a node did not fulfil a request: the one table of failures. The byte on the wire is {@link
 * #code}; what HTTP answers, what a write has done, and what may help follow from it.
 */
public enum FailureCode {
  /** There is no such keyspace in the epoch of the answer. */
  UNKNOWN_KEYSPACE(1, ProblemType.UNKNOWN_KEYSPACE, RetryAdvice.NEWER_VIEW),
  /** More replicas are asked for than there are. */
  IMPOSSIBLE_LEVEL(2, ProblemType.IMPOSSIBLE_LEVEL, RetryAdvice.NONE),
  /** Too few replicas are alive. */
  UNAVAILABLE(3, ProblemType.UNAVAILABLE, RetryAdvice.OTHER_NODE),
  /** Too few replicas answered in time; a write may still take effect. */
  NOT_ENOUGH_ANSWERS(4, ProblemType.NOT_ENOUGH_ANSWERS, RetryAdvice.OTHER_NODE),
  /** No reachable replica has seen the least context asked for. */
  CONTEXT_NOT_REACHED(5, ProblemType.CONTEXT_NOT_REACHED, RetryAdvice.OTHER_NODE),
  /** A limit of the node is reached. */
  OVERLOADED(6, ProblemType.OVERLOADED, RetryAdvice.PAUSE),
  /** The storage of the replica refused, such as a full disk. */
  STORAGE_REFUSED(7, ProblemType.STORAGE_REFUSED, RetryAdvice.OTHER_NODE),
  /** The key holds more concurrent values than a state may. */
  TOO_MANY_SIBLINGS(8, ProblemType.TOO_MANY_SIBLINGS, RetryAdvice.NONE),
  /** The request is wrong: a key too long, bytes that are not a context. */
  INVALID_REQUEST(9, ProblemType.MALFORMED_REQUEST, RetryAdvice.NONE),
  /** Something that the protocol names and this node cannot do yet. */
  NOT_IMPLEMENTED(10, ProblemType.NOT_IMPLEMENTED, RetryAdvice.NONE),
  /** A defect of the node; a write may have taken effect. */
  DEFECT(11, ProblemType.INTERNAL, RetryAdvice.OTHER_NODE);

  private static final FailureCode[] BY_CODE = new FailureCode[values().length + 1];

  static {
    for (FailureCode each : values()) {
      BY_CODE[each.code] = each;
    }
  }

  private final int code;
  private final ProblemType problem;
  private final RetryAdvice advice;

  FailureCode(int code, ProblemType problem, RetryAdvice advice) {
    this.code = code;
    this.problem = problem;
    this.advice = advice;
  }

  /** The byte on the wire. */
  public int code() {
    return code;
  }

  /** What HTTP answers. */
  public ProblemType problem() {
    return problem;
  }

  /** What may help. */
  public RetryAdvice advice() {
    return advice;
  }

  /** Whether a write that failed like this has certainly no effect, so that it may be repeated. */
  public boolean withoutEffect() {
    return problem.withoutEffect();
  }

  /**
   * The failure of a byte.
   *
   * @throws MalformedBytesException when there is none
   */
  public static FailureCode of(int code) {
    if (code < 1 || code >= BY_CODE.length) {
      throw new MalformedBytesException("there is no failure of code " + code);
    }
    return BY_CODE[code];
  }
}
