package io.atoll.client.failure;

import io.atoll.wire.Outcome;

/**
 * The storage of the replica that the write went to refused it, for example because its disk is
 * full.
 */
public final class StorageRefused extends AtollException {
  private static final long serialVersionUID = 1L;

  public StorageRefused(String message, Outcome outcome, boolean mayHaveTakenEffect) {
    super(message, outcome, mayHaveTakenEffect);
  }
}
