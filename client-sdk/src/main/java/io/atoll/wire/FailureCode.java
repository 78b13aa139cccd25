package io.atoll.wire;

import io.atoll.bytes.MalformedBytesException;

/** Why a node did not do what it was asked for; the byte on the wire is {@link #code}. */
public enum FailureCode {
  /** There is no such keyspace in the epoch of the answer. */
  UNKNOWN_KEYSPACE(1, true),
  /** More replicas are asked for than there are. */
  IMPOSSIBLE_LEVEL(2, true),
  /** Too few replicas are alive. */
  UNAVAILABLE(3, true),
  /** Too few replicas answered in time; a write may still take effect. */
  NOT_ENOUGH_ANSWERS(4, false),
  /** No reachable replica has seen the least context asked for. */
  CONTEXT_NOT_REACHED(5, true),
  /** A limit of the node is reached. */
  OVERLOADED(6, true),
  /** The storage of the replica refused, such as a full disk. */
  STORAGE_REFUSED(7, true),
  /** The key holds more concurrent values than a state may. */
  TOO_MANY_SIBLINGS(8, true),
  /** The request is wrong: a key too long, a context that is none. */
  INVALID_REQUEST(9, true),
  /** Something that the protocol names and this node cannot do yet. */
  NOT_IMPLEMENTED(10, true),
  /** A defect of the node; a write may have taken effect. */
  DEFECT(11, false);

  private static final FailureCode[] BY_CODE = new FailureCode[values().length + 1];

  static {
    for (FailureCode each : values()) {
      BY_CODE[each.code] = each;
    }
  }

  private final int code;
  private final boolean withoutEffect;

  FailureCode(int code, boolean withoutEffect) {
    this.code = code;
    this.withoutEffect = withoutEffect;
  }

  /** The byte on the wire. */
  public int code() {
    return code;
  }

  /** Whether a write that failed like this has certainly no effect, so that it may be repeated. */
  public boolean withoutEffect() {
    return withoutEffect;
  }

  /**
   * The failure of a byte.
   *
   * @throws MalformedBytesException when there is none
   */
  static FailureCode of(int code) {
    if (code < 1 || code >= BY_CODE.length) {
      throw new MalformedBytesException("there is no failure of code " + code);
    }
    return BY_CODE[code];
  }
}
