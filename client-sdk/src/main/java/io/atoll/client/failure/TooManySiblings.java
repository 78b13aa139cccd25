package io.atoll.client.failure;

import io.atoll.wire.Outcome;

/**
 * The key holds as many concurrent values as it may. Read, merge them, and write with the context
 * of the read, as {@code update} does.
 */
public final class TooManySiblings extends AtollException {
  private static final long serialVersionUID = 1L;

  public TooManySiblings(String message, Outcome outcome, boolean mayHaveTakenEffect) {
    super(message, outcome, mayHaveTakenEffect);
  }
}
