package io.atoll.consensus;

/** A node that has served before is without its state of the topology, whole or in part. */
public final class LostStateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LostStateException(String message) {
    super(message);
  }
}
