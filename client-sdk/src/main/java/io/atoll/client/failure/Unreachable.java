package io.atoll.client.failure;

import io.atoll.wire.Outcome;

/**
 * No node could be reached, so nothing was sent. The message names the addresses that were tried
 * and what each said.
 */
public final class Unreachable extends AtollException {
  private static final long serialVersionUID = 1L;

  public Unreachable(String message, Outcome outcome, boolean mayHaveTakenEffect) {
    super(message, outcome, mayHaveTakenEffect);
  }
}
