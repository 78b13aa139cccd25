package io.atoll.client.failure;

import io.atoll.wire.Outcome;

/** The storage of the replica that the write went to refused it, such as for a full disk. */
public final class StorageRefused extends AtollException {
  private static final long serialVersionUID = 1L;

  public StorageRefused(String message, Outcome outcome, boolean mayHaveTakenEffect) {
    super(message, outcome, mayHaveTakenEffect);
  }
}
