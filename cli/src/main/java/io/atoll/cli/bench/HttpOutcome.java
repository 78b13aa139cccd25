package io.atoll.cli.bench;

import io.atoll.cli.bench.engine.OpKind;
import io.atoll.cli.bench.engine.Outcome;
import io.atoll.cli.client.Answer;
import java.util.Set;

/** What an HTTP answer that is no success means. */
final class HttpOutcome {
  /** By these a node or a router says that it attempted nothing. */
  private static final Set<String> NOTHING_ATTEMPTED =
      Set.of("unavailable", "overloaded", "not-ready", "rate-limited");

  private HttpOutcome() {}

  static Outcome of(OpKind kind, Answer answer) {
    String problem = answer.problemKind();
    if (problem.equals("key-not-found")) {
      return Outcome.NOT_FOUND;
    }
    String error = problem.isEmpty() ? "status-" + answer.status() : problem;
    String message = "%s: %s".formatted(answer.url(), answer.reason());
    if (NOTHING_ATTEMPTED.contains(problem) || answer.status() == 429) {
      return Outcome.refused(error, message);
    }
    if (kind == OpKind.WRITE && answer.mayStillTakeEffect(answer.status() >= 500)) {
      return Outcome.inDoubt(error, message);
    }
    return Outcome.failed(error, message);
  }
}
