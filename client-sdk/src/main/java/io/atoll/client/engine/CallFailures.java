package io.atoll.client.engine;

import io.atoll.wire.Excerpt;
import io.atoll.wire.FailureCode;
import io.atoll.wire.Outcome;

/** Puts into words, and into a {@link CallFailure}, why a request is not fulfilled. */
final class CallFailures {
  private final NodeLinks links;

  CallFailures(NodeLinks links) {
    this.links = links;
  }

  /** The client ends. */
  CallFailure closed(Call call) {
    return failure(call, CallFailure.Kind.CLOSED, "the client is closed");
  }

  /** A node said no, and nothing else is to be tried. */
  CallFailure answered(Call call) {
    return new CallFailure(
        CallFailure.Kind.ANSWERED,
        call.lastFailed.code(),
        call.lastFailed.outcome(),
        call.mayHaveTakenEffect(),
        call.lastTrouble);
  }

  /** Attempts were in progress when the request timed out, or their connection broke. */
  CallFailure unanswered(Call call, String what) {
    StringBuilder asked = new StringBuilder(what).append("; asked ");
    for (Attempt each = call.lastAttempt; each != null; each = each.earlier) {
      asked.append(each.link.name()).append(each.earlier == null ? "" : ", ");
    }
    if (call.lastTrouble != null) {
      asked.append("; ").append(call.lastTrouble);
    }
    return failure(call, CallFailure.Kind.UNANSWERED, asked.toString());
  }

  /** It found no place on any connection in time. */
  CallFailure waitedInVain(Call call) {
    if (call.lastFailed != null) {
      return answered(call);
    }
    if (call.underWay == 0 && !call.mayHaveTakenEffect() && links.isAnyOpen()) {
      return failure(
          call,
          CallFailure.Kind.OVERLOADED,
          "no connection took it within %d ms: the nodes work on as many requests as they take"
              .formatted(call.terms.timeoutMs()));
    }
    return unreachable(call);
  }

  /** No node can be asked. */
  CallFailure unreachable(Call call) {
    if (call.lastFailed != null) {
      return answered(call);
    }
    String message = "no node could be reached: " + links.troubles();
    return failure(
        call,
        call.mayHaveTakenEffect() ? CallFailure.Kind.UNANSWERED : CallFailure.Kind.UNREACHABLE,
        call.lastTrouble == null ? message : call.lastTrouble + "; then " + message);
  }

  /** The newest view has no such keyspace. */
  CallFailure unknownKeyspace(Call call) {
    return new CallFailure(
        CallFailure.Kind.ANSWERED,
        FailureCode.UNKNOWN_KEYSPACE,
        Outcome.NONE,
        call.mayHaveTakenEffect(),
        "there is no keyspace %s in epoch %d of cluster %s, which has %s"
            .formatted(
                call.keyspace,
                links.view().epoch(),
                links.view().clusterName(),
                Excerpt.text(links.view().keyspaces().keySet())));
  }

  private static CallFailure failure(Call call, CallFailure.Kind kind, String message) {
    return new CallFailure(kind, null, Outcome.NONE, call.mayHaveTakenEffect(), message);
  }
}
