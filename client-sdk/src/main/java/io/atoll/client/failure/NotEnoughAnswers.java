package io.atoll.client.failure;

import io.atoll.wire.Outcome;

/**
 * Replicas were asked and too few answered in time. A write may have reached some of them and will
 * then reach the others; repeat it with the context it had, or read first.
 */
public final class NotEnoughAnswers extends AtollException {
  private static final long serialVersionUID = 1L;

  public NotEnoughAnswers(String message, Outcome outcome, boolean mayHaveTakenEffect) {
    super(message, outcome, mayHaveTakenEffect);
  }
}
