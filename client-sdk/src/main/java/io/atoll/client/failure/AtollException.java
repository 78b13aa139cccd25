package io.atoll.client.failure;

import io.atoll.wire.Outcome;

/**
 * A request that was not fulfilled, or whose outcome is unknown. The message says what was tried
 * and with what result; it contains no keys or values, because messages end up in logs.
 */
public abstract sealed class AtollException extends RuntimeException
    permits ClientClosed,
        CodecFailure,
        ContextNotReached,
        InvalidRequest,
        NodeDefect,
        NotEnoughAnswers,
        NotSupported,
        Overloaded,
        ResolverFailure,
        SessionFull,
        StorageRefused,
        TooManySiblings,
        Unanswered,
        Unavailable,
        UnknownKeyspace,
        Unreachable,
        UnresolvedSiblings {
  private static final long serialVersionUID = 1L;

  private final transient Outcome outcome;
  private final boolean mayHaveTakenEffect;

  /** For failures whose cause lies outside: in the network or on nodes. Without a stack trace. */
  AtollException(String message, Outcome outcome, boolean mayHaveTakenEffect) {
    super(message, null, false, false);
    this.outcome = outcome;
    this.mayHaveTakenEffect = mayHaveTakenEffect;
  }

  /** For failures before anything was sent, or of functions of the application. */
  AtollException(String message, Throwable cause) {
    super(message, cause);
    this.outcome = Outcome.NONE;
    this.mayHaveTakenEffect = false;
  }

  /**
   * Whether a write may have been done, or may still be. False says that it certainly was not and
   * will not be, so that it may be repeated without a second thought; false for reads.
   */
  public final boolean mayHaveTakenEffect() {
    return mayHaveTakenEffect;
  }

  /** What happened at the replicas, as far as a node said; {@link Outcome#NONE} where none did. */
  public final Outcome outcome() {
    return outcome == null ? Outcome.NONE : outcome;
  }
}
