package io.atoll.client.failure;

import io.atoll.wire.Outcome;

/** A node found a defect in itself; its log has the details. A write may have taken effect. */
public final class NodeDefect extends AtollException {
  private static final long serialVersionUID = 1L;

  public NodeDefect(String message, Outcome outcome, boolean mayHaveTakenEffect) {
    super(message, outcome, mayHaveTakenEffect);
  }
}
