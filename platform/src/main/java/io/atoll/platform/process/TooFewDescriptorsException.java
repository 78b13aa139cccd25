package io.atoll.platform.process;

/** The process may open too few files to serve; the message is one line that says what to do. */
public final class TooFewDescriptorsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TooFewDescriptorsException(String message) {
    super(message, null, false, false);
  }
}
