package io.atoll.replication;

import io.atoll.wire.FailureCode;
import java.util.List;

/** Why a request was not fulfilled: the typed cause of a failed future. Carries no stack trace. */
public abstract sealed class RequestFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final FailureCode code;
  private final transient List<ReplicaFailure> replicas;

  RequestFailure(FailureCode code, String message) {
    this(code, message, List.of());
  }

  RequestFailure(FailureCode code, String message, List<ReplicaFailure> replicas) {
    super(message, null, false, false);
    this.code = code;
    this.replicas = List.copyOf(replicas);
  }

  /** The replicas that did not do their part, each with its reason, where that is known. */
  public final List<ReplicaFailure> replicas() {
    return replicas;
  }

  /**
   * Which failure it is. What each door answers, and whether a write may have had an effect,
   * follows from it.
   */
  public final FailureCode code() {
    return code;
  }

  /** There is no such keyspace; the message names those that exist. */
  public static final class UnknownKeyspace extends RequestFailure {
    private static final long serialVersionUID = 1L;

    public UnknownKeyspace(String message) {
      super(FailureCode.UNKNOWN_KEYSPACE, message);
    }
  }

  /**
   * The level can never be met, such as 5 of 3 replicas; the message names the replication factor.
   */
  public static final class ImpossibleLevel extends RequestFailure {
    private static final long serialVersionUID = 1L;

    public ImpossibleLevel(String message) {
      super(FailureCode.IMPOSSIBLE_LEVEL, message);
    }
  }

  /** Too few replicas are alive to meet the level; nothing was attempted. */
  public static final class Unavailable extends RequestFailure {
    private static final long serialVersionUID = 1L;
    private final int alive;
    private final int required;

    public Unavailable(String message, int alive, int required) {
      this(message, alive, required, List.of());
    }

    public Unavailable(String message, int alive, int required, List<ReplicaFailure> replicas) {
      super(FailureCode.UNAVAILABLE, message, replicas);
      this.alive = alive;
      this.required = required;
    }

    public int alive() {
      return alive;
    }

    public int required() {
      return required;
    }
  }

  /** Too few replicas answered in time; a write may still take effect. */
  public static final class NotEnoughAnswers extends RequestFailure {
    private static final long serialVersionUID = 1L;
    private final transient Outcome outcome;

    public NotEnoughAnswers(String message, Outcome outcome) {
      this(message, outcome, List.of());
    }

    public NotEnoughAnswers(String message, Outcome outcome, List<ReplicaFailure> replicas) {
      super(FailureCode.NOT_ENOUGH_ANSWERS, message, replicas);
      this.outcome = outcome;
    }

    public Outcome outcome() {
      return outcome;
    }
  }

  /** No reachable replica has seen the context that the read asked for. */
  public static final class ContextNotReached extends RequestFailure {
    private static final long serialVersionUID = 1L;

    public ContextNotReached(String message, List<ReplicaFailure> replicas) {
      super(FailureCode.CONTEXT_NOT_REACHED, message, replicas);
    }
  }

  /** A limit of the node is reached; nothing was attempted, and it may be tried again. */
  public static final class Overloaded extends RequestFailure {
    private static final long serialVersionUID = 1L;

    public Overloaded(String message) {
      super(FailureCode.OVERLOADED, message);
    }
  }

  /** The replica's own storage refused, such as a full disk. */
  public static final class StorageRefused extends RequestFailure {
    private static final long serialVersionUID = 1L;

    public StorageRefused(String message) {
      super(FailureCode.STORAGE_REFUSED, message);
    }
  }

  /**
   * The key has gathered more concurrent values than a state may hold; a write with a fresh context
   * makes room.
   */
  public static final class TooManySiblings extends RequestFailure {
    private static final long serialVersionUID = 1L;

    public TooManySiblings(String message) {
      super(FailureCode.TOO_MANY_SIBLINGS, message);
    }
  }
}
