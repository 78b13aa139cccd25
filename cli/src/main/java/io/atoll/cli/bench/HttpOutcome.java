package io.atoll.cli.bench;

import io.atoll.cli.bench.engine.OpKind;
import io.atoll.cli.bench.engine.Outcome;
import io.atoll.cli.client.Answer;

/** What an HTTP answer that is no success means. */
final class HttpOutcome {
  private HttpOutcome() {}

  static Outcome of(OpKind kind, Answer answer) {
    String problem = answer.problemKind();
    if (answer.keyNotFound()) {
      return Outcome.NOT_FOUND;
    }
    String error = problem.isEmpty() ? "status-" + answer.status() : problem;
    String message = "%s: %s".formatted(answer.url(), answer.reason());
    if (answer.notAttempted() || answer.status() == 429) {
      return Outcome.refused(error, message);
    }
    if (kind == OpKind.WRITE && answer.mayStillTakeEffect(answer.status() >= 500)) {
      return Outcome.inDoubt(error, message);
    }
    return Outcome.failed(error, message);
  }
}
