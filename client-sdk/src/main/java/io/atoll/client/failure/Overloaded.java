package io.atoll.client.failure;

import io.atoll.wire.Outcome;

/** A bound was reached and the request was refused at once instead of waiting; nothing was done. */
public final class Overloaded extends AtollException {
  private static final long serialVersionUID = 1L;

  /** Whose bound it was. */
  public enum Where {
    /** This client has as many requests under way as it may. */
    CLIENT,
    /** The nodes that could have served it have. */
    NODE
  }

  private final Where where;

  public Overloaded(Where where, String message, Outcome outcome, boolean mayHaveTakenEffect) {
    super(message, outcome, mayHaveTakenEffect);
    this.where = where;
  }

  /** Whose bound it was: wait for requests of your own to end, or send fewer. */
  public Where where() {
    return where;
  }
}
