package io.atoll.client.failure;

import io.atoll.wire.Outcome;

/**
 * The request is wrong, and sending it again will not help: a key too long, a level that the
 * keyspace can never meet, bytes that are not a context. The message names the mistake and what
 * would be right.
 */
public final class InvalidRequest extends AtollException {
  private static final long serialVersionUID = 1L;

  public InvalidRequest(String message, Outcome outcome, boolean mayHaveTakenEffect) {
    super(message, outcome, mayHaveTakenEffect);
  }

  /** A mistake that the client found before anything was sent. */
  public InvalidRequest(String message) {
    super(message, null);
  }
}
