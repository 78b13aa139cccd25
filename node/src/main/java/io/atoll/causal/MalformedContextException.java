package io.atoll.causal;

/** Bytes or a string that are no causal context, version vector or sibling set. */
public final class MalformedContextException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MalformedContextException(String message) {
    super(message);
  }
}
