package io.atoll.repair;

/** This node compares no replicas; the message says why, and what would change that. */
public final class NotComparedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NotComparedException(String message) {
    super(message, null, false, false);
  }
}
