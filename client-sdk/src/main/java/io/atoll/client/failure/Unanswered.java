package io.atoll.client.failure;

import io.atoll.wire.Outcome;

/**
 * The time was over, or the connection broke, with the request under way: nobody knows what came of
 * it. A write may have taken effect or may still; read, and decide.
 */
public final class Unanswered extends AtollException {
  private static final long serialVersionUID = 1L;

  public Unanswered(String message, Outcome outcome, boolean mayHaveTakenEffect) {
    super(message, outcome, mayHaveTakenEffect);
  }
}
