package io.atoll.client.failure;

import io.atoll.wire.Outcome;

/**
 * No replica that could be reached has seen what the read must see at least: its minimal context,
 * or what its session has seen. Those that have are away; later or at another level it may be
 * there.
 */
public final class ContextNotReached extends AtollException {
  private static final long serialVersionUID = 1L;

  public ContextNotReached(String message, Outcome outcome, boolean mayHaveTakenEffect) {
    super(message, outcome, mayHaveTakenEffect);
  }
}
