package io.atoll.causal;

/**
 * A context that no answer gave: a string that is not a context, or one that no write can follow.
 */
public final class MalformedContextException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MalformedContextException(String message) {
    super(message);
  }
}
