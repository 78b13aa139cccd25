package io.atoll.server.http;

import io.atoll.platform.http.Problem;
import io.atoll.replication.RequestFailure;
import io.atoll.ring.Topology;
import io.atoll.wire.Excerpt;
import io.atoll.wire.ProblemType;

/** What a failed future becomes for the client. */
final class Failures {
  private Failures() {}

  /** Answers a request with the reason why it was not fulfilled. */
  static void answer(
      Exchange exchange, HttpMeters meters, Topology topology, Throwable failure, boolean write) {
    if (!(failure instanceof RequestFailure known)) {
      exchange.defect(failure);
      return;
    }
    Problem problem =
        switch (known) {
          case RequestFailure.UnknownKeyspace f -> unknownKeyspace(f.getMessage(), topology);
          case RequestFailure.Unavailable f -> {
            meters.unavailable(exchange.operation(), f.alive(), f.required());
            yield problem(f)
                .with("alive", f.alive())
                .with("required", f.required())
                .with("mayStillTakeEffect", false);
          }
          case RequestFailure.NotEnoughAnswers f -> {
            exchange.outcome(f.outcome());
            yield problem(f)
                .with("asked", f.outcome().asked())
                .with("answered", f.outcome().answered())
                .with("required", f.outcome().required())
                .with("mayStillTakeEffect", write);
          }
          case RequestFailure.StorageRefused f ->
              write ? problem(f).with("mayStillTakeEffect", false) : problem(f);
          case RequestFailure.ImpossibleLevel _,
              RequestFailure.ContextNotReached _,
              RequestFailure.Overloaded _,
              RequestFailure.TooManySiblings _ ->
              problem(known);
        };
    exchange.problem(problem);
  }

  private static Problem problem(RequestFailure failure) {
    Problem problem = new Problem(failure.code().problem(), failure.getMessage());
    return failure.replicas().isEmpty() ? problem : problem.with("replicas", failure.replicas());
  }

  /** There is no keyspace of that name; the answer names some of those that exist. */
  static Problem noKeyspace(String name, Topology topology) {
    return unknownKeyspace(
        "there is no keyspace '%s'; there are: %s"
            .formatted(Routes.shortened(name), Excerpt.text(topology.keyspaces().keySet())),
        topology);
  }

  private static Problem unknownKeyspace(String detail, Topology topology) {
    return new Problem(ProblemType.UNKNOWN_KEYSPACE, detail)
        .with("keyspaces", Excerpt.of(topology.keyspaces().keySet()));
  }
}
