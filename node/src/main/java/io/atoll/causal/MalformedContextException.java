package io.atoll.causal;

/**
 * What a client brought is not a context of its key: it was answered for another one, or by nobody.
 */
public final class MalformedContextException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MalformedContextException(String message) {
    super(message);
  }
}
