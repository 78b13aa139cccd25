package io.atoll.consensus;

/** A node that has voted before is without what it promised, and must not vote again. */
public final class LostStateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LostStateException(String message) {
    super(message);
  }
}
