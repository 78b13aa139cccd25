package io.atoll.client.failure;

import io.atoll.wire.Outcome;

/**
 * Too few replicas are alive for the level that was asked for; nothing was attempted. A lower level
 * may work, or a later attempt.
 */
public final class Unavailable extends AtollException {
  private static final long serialVersionUID = 1L;

  public Unavailable(String message, Outcome outcome, boolean mayHaveTakenEffect) {
    super(message, outcome, mayHaveTakenEffect);
  }
}
