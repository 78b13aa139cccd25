package io.atoll.peer;

/**
 * Why a request has no reply: a peer's word that it did nothing with it, or this side's that the
 * one or the other was too long to travel.
 *
 * @param text details for a person
 */
public record NotServed(Reason reason, String text) {
  /** Why; the codes travel and never change. */
  public enum Reason {
    /** It has no such protocol: it is of another release. */
    UNKNOWN_PROTOCOL(1),
    /** It has the protocol and not the call. */
    UNKNOWN_CALL(2),
    /** The request is longer than the way to the peer, or its memory, takes; nothing was done. */
    TOO_LARGE(3),
    /** The request was served, and its reply is longer than the way back takes. */
    REPLY_TOO_LARGE(4),
    /** A reason that this release does not know. */
    OTHER(0);

    private final int code;

    Reason(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }

    /** Whether the request certainly had no effect. */
    public boolean nothingDone() {
      return this != REPLY_TOO_LARGE;
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
