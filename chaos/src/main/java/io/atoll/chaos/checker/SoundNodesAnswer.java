package io.atoll.chaos.checker;

import io.atoll.chaos.history.Ending;
import io.atoll.chaos.history.Question;
import io.atoll.chaos.history.Request;
import java.util.ArrayList;
import java.util.List;

/**
 * A node that is sound answers every request, be it with a refusal, and not much later than its
 * timeout, whatever has become of the others.
 */
public final class SoundNodesAnswer implements Checker {
  /** How late the timers of a node may be, and how long its answer waits for its turn. */
  private static final long SLACK_MS = 50;

  @Override
  public List<String> check(Evidence evidence) {
    List<String> found = new ArrayList<>();
    evidence.history().requests().forEach(request -> check(evidence, request, found));
    return found;
  }

  private static void check(Evidence evidence, Request request, List<String> found) {
    Question question = request.question();
    Ending ending = request.ending();
    if (question.node() == null) {
      return;
    }
    long latestNanos = question.invokedNanos() + (question.timeoutMs() + SLACK_MS) * 1_000_000;
    boolean late = ending instanceof Ending.Open || ending.atNanos() > latestNanos;
    if (late
        && evidence
            .watch()
            .health()
            .isSound(question.node(), question.invokedNanos(), latestNanos)) {
      found.add("%s was sound and did not answer in time: %s".formatted(question.node(), request));
    }
  }
}
