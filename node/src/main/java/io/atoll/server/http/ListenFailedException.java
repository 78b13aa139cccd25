package io.atoll.server.http;

/** A port could not be opened; the message is one line that says what to do. */
public final class ListenFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ListenFailedException(String message) {
    super(message, null, false, false);
  }
}
