package io.atoll.client.failure;

import io.atoll.wire.Outcome;

/**
 * No replica that could be reached has seen what the read must at least see: its minimum context,
 * or what its session has seen. The replicas that have cannot be reached now; a later attempt, or
 * another level, may succeed.
 */
public final class ContextNotReached extends AtollException {
  private static final long serialVersionUID = 1L;

  public ContextNotReached(String message, Outcome outcome, boolean mayHaveTakenEffect) {
    super(message, outcome, mayHaveTakenEffect);
  }
}
