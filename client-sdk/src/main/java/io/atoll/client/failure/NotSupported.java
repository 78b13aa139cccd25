package io.atoll.client.failure;

import io.atoll.wire.Outcome;

/** The protocol has what was asked for, but this cluster does not support it yet. */
public final class NotSupported extends AtollException {
  private static final long serialVersionUID = 1L;

  public NotSupported(String message, Outcome outcome, boolean mayHaveTakenEffect) {
    super(message, outcome, mayHaveTakenEffect);
  }
}
