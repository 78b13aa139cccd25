package io.atoll.peer;

/**
 * A peer's word that it did nothing with a request.
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
