package io.atoll.server.http;

import io.atoll.causal.MalformedContextException;
import io.atoll.platform.http.Problem;
import io.atoll.platform.http.ProblemType;
import io.atoll.replication.RequestFailure;
import io.atoll.ring.Topology;
import java.util.List;

/** What a failed future becomes for the client. */
final class Failures {
  private Failures() {}

  /** Answers a request with the reason why it was not fulfilled. */
  static void answer(
      Exchange exchange, HttpMeters meters, Topology topology, Throwable failure, boolean write) {
    if (failure instanceof MalformedContextException) {
      exchange.problem(new Problem(ProblemType.MALFORMED_CONTEXT, failure.getMessage()));
      return;
    }
    if (!(failure instanceof RequestFailure known)) {
      exchange.defect(failure);
      return;
    }
    Problem problem =
        switch (known) {
          case RequestFailure.UnknownKeyspace f -> unknownKeyspace(f.getMessage(), topology);
          case RequestFailure.ImpossibleLevel f ->
              new Problem(ProblemType.IMPOSSIBLE_LEVEL, f.getMessage());
          case RequestFailure.Unavailable f -> {
            meters.unavailable(exchange.operation(), f.alive(), f.required());
            yield new Problem(ProblemType.UNAVAILABLE, f.getMessage())
                .with("alive", f.alive())
                .with("required", f.required())
                .with("mayStillTakeEffect", false);
          }
          case RequestFailure.NotEnoughAnswers f -> {
            exchange.outcome(f.outcome());
            yield new Problem(ProblemType.NOT_ENOUGH_ANSWERS, f.getMessage())
                .with("asked", f.outcome().asked())
                .with("answered", f.outcome().answered())
                .with("required", f.outcome().required())
                .with("mayStillTakeEffect", write);
          }
          case RequestFailure.ContextNotReached f ->
              new Problem(ProblemType.CONTEXT_NOT_REACHED, f.getMessage());
          case RequestFailure.Overloaded f -> new Problem(ProblemType.OVERLOADED, f.getMessage());
          case RequestFailure.StorageRefused f ->
              new Problem(ProblemType.STORAGE_REFUSED, f.getMessage());
          case RequestFailure.TooManySiblings f ->
              new Problem(ProblemType.TOO_MANY_SIBLINGS, f.getMessage());
        };
    exchange.problem(problem);
  }

  /** There is no keyspace of that name; the client is told which there are. */
  static Problem noKeyspace(String name, Topology topology) {
    return unknownKeyspace(
        "there is no keyspace '%s'; there are: %s"
            .formatted(Routes.shortened(name), String.join(", ", topology.keyspaces().keySet())),
        topology);
  }

  private static Problem unknownKeyspace(String detail, Topology topology) {
    return new Problem(ProblemType.UNKNOWN_KEYSPACE, detail)
        .with("keyspaces", List.copyOf(topology.keyspaces().keySet()));
  }
}
