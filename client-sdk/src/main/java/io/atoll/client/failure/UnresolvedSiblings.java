package io.atoll.client.failure;

/**
 * One value was requested of a key that holds several, written concurrently, and there is no
 * resolver to merge them.
 */
public final class UnresolvedSiblings extends AtollException {
  private static final long serialVersionUID = 1L;

  private final int count;

  public UnresolvedSiblings(String message, int count) {
    super(message, null);
    this.count = count;
  }

  /** How many values there are. */
  public int count() {
    return count;
  }
}
