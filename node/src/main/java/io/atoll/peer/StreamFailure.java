package io.atoll.peer;

/**
 * Why a stream ended early.
 *
 * @param text details for a person
 */
public record StreamFailure(Reason reason, String text) {
  /** The codes travel and never change. */
  public enum Reason {
    /** The other side wants no more. */
    CANCELLED(1),
    /** What the chunks are read from failed. */
    SOURCE_FAILED(2),
    /** The peer has as many streams on this link as it takes. */
    TOO_MANY(3),
    /** The peer does not know this kind of stream: it is of another release. */
    NOT_SERVED(4),
    /** Nothing was heard of the other side for too long. */
    IDLE(5),
    /** The link broke. */
    LINK_BROKEN(6),
    /** A reason that this release does not know. */
    OTHER(0);

    private final int code;

    Reason(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }

    static Reason ofCode(int code) {
      for (Reason reason : values()) {
        if (reason.code == code) {
          return reason;
        }
      }
      return OTHER;
    }
  }
}
