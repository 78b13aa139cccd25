package io.atoll.cli.bench.engine;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** How the requests of one kind went. Of one thread. */
public final class OpTally {
  private final long[] byOutcome = new long[Outcome.Kind.values().length];
  private final Map<String, SeenError> errors = new TreeMap<>();
  private final Latencies answered = new Latencies();
  private final Latencies unanswered = new Latencies();
  private long answeredInWindow;
  private long notSent;

  void completed(Outcome outcome, long latencyNs, boolean inWindow) {
    byOutcome[outcome.kind().ordinal()]++;
    if (outcome.isAnswer()) {
      answered.add(latencyNs);
      answeredInWindow += inWindow ? 1 : 0;
    } else {
      unanswered.add(latencyNs);
      SeenError.of(outcome).addTo(errors, outcome.error());
    }
  }

  void notSent() {
    notSent++;
  }

  void add(OpTally other) {
    for (int i = 0; i < byOutcome.length; i++) {
      byOutcome[i] += other.byOutcome[i];
    }
    other.errors.forEach((error, seen) -> seen.addTo(errors, error));
    answered.add(other.answered);
    unanswered.add(other.unanswered);
    answeredInWindow += other.answeredInWindow;
    notSent += other.notSent;
  }

  public long count(Outcome.Kind kind) {
    return byOutcome[kind.ordinal()];
  }

  /** The requests that were sent and ended. */
  public long completed() {
    return answered.count() + unanswered.count();
  }

  /** The requests that were answered, {@link Outcome#isAnswer}, before the window ended. */
  public long answeredInWindow() {
    return answeredInWindow;
  }

  /** The requests that were due and for which there was no room in time. */
  public long notSentInTime() {
    return notSent;
  }

  /** All that were not answered, for whatever reason. */
  public long failures() {
    return unanswered.count() + notSent;
  }

  /** By name. */
  public Map<String, SeenError> errors() {
    return Collections.unmodifiableMap(errors);
  }

  /** Of the requests that were answered. */
  public Latencies latencies() {
    return answered;
  }

  /** How long the others took to fail. */
  public Latencies timesToFailure() {
    return unanswered;
  }
}
