package io.atoll.client.failure;

import io.atoll.wire.Outcome;

/** The client is closed, or was closed while the request was in progress. */
public final class ClientClosed extends AtollException {
  private static final long serialVersionUID = 1L;

  public ClientClosed(String message, Outcome outcome, boolean mayHaveTakenEffect) {
    super(message, outcome, mayHaveTakenEffect);
  }
}
