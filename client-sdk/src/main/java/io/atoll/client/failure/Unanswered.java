package io.atoll.client.failure;

import io.atoll.wire.Outcome;

/**
 * The request timed out, or its connection broke, before an answer came: its outcome is unknown. A
 * write may have taken effect or may still; read, and decide.
 */
public final class Unanswered extends AtollException {
  private static final long serialVersionUID = 1L;

  public Unanswered(String message, Outcome outcome, boolean mayHaveTakenEffect) {
    super(message, outcome, mayHaveTakenEffect);
  }
}
