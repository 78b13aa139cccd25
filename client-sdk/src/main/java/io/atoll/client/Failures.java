package io.atoll.client;

import io.atoll.client.engine.CallFailure;
import io.atoll.client.failure.AtollException;
import io.atoll.client.failure.ClientClosed;
import io.atoll.client.failure.ContextNotReached;
import io.atoll.client.failure.InvalidRequest;
import io.atoll.client.failure.NodeDefect;
import io.atoll.client.failure.NotEnoughAnswers;
import io.atoll.client.failure.NotSupported;
import io.atoll.client.failure.Overloaded;
import io.atoll.client.failure.StorageRefused;
import io.atoll.client.failure.TooManySiblings;
import io.atoll.client.failure.Unanswered;
import io.atoll.client.failure.Unavailable;
import io.atoll.client.failure.UnknownKeyspace;
import io.atoll.client.failure.Unreachable;
import io.atoll.wire.FailureCode;
import io.atoll.wire.Outcome;

/** From what the engine reports to what an application gets. */
final class Failures {
  private Failures() {}

  /**
   * The exception of a failed request.
   *
   * @param write whether it was one; a read has no effect, whatever the failure
   */
  static AtollException of(CallFailure failure, String keyspace, boolean write) {
    boolean inDoubt = write && failure.mayHaveTakenEffect();
    String message =
        "%s in keyspace '%s': %s".formatted(write ? "write" : "read", keyspace, failure.message());
    Outcome outcome = failure.outcome();
    return switch (failure.kind()) {
      case ANSWERED -> answered(failure.code(), message, outcome, inDoubt);
      case UNREACHABLE -> new Unreachable(message, outcome, inDoubt);
      case UNANSWERED -> new Unanswered(message, outcome, inDoubt);
      case OVERLOADED -> new Overloaded(Overloaded.Where.CLIENT, message, outcome, inDoubt);
      case CLOSED -> new ClientClosed(message, outcome, inDoubt);
    };
  }

  private static AtollException answered(
      FailureCode code, String message, Outcome outcome, boolean inDoubt) {
    return switch (code) {
      case UNKNOWN_KEYSPACE -> new UnknownKeyspace(message, outcome, inDoubt);
      case IMPOSSIBLE_LEVEL, INVALID_REQUEST -> new InvalidRequest(message, outcome, inDoubt);
      case UNAVAILABLE -> new Unavailable(message, outcome, inDoubt);
      case NOT_ENOUGH_ANSWERS -> new NotEnoughAnswers(message, outcome, inDoubt);
      case CONTEXT_NOT_REACHED -> new ContextNotReached(message, outcome, inDoubt);
      case OVERLOADED -> new Overloaded(Overloaded.Where.NODE, message, outcome, inDoubt);
      case STORAGE_REFUSED -> new StorageRefused(message, outcome, inDoubt);
      case TOO_MANY_SIBLINGS -> new TooManySiblings(message, outcome, inDoubt);
      case NOT_IMPLEMENTED -> new NotSupported(message, outcome, inDoubt);
      case DEFECT -> new NodeDefect(message, outcome, inDoubt);
    };
  }
}
