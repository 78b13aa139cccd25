package io.atoll.client.failure;

import io.atoll.wire.Outcome;

/** There is no such keyspace in the cluster. */
public final class UnknownKeyspace extends AtollException {
  private static final long serialVersionUID = 1L;

  public UnknownKeyspace(String message, Outcome outcome, boolean mayHaveTakenEffect) {
    super(message, outcome, mayHaveTakenEffect);
  }
}
