package io.atoll.membership;

/** These bytes are no datagram of {@code FORMAT.md}. Carries no stack: it is an ordinary event. */
final class MalformedDatagramException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedDatagramException(String message) {
    super(message, null, false, false);
  }
}
