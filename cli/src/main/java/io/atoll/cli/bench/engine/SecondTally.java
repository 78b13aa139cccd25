package io.atoll.cli.bench.engine;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** What ended in one second. Of one thread. */
final class SecondTally {
  private final long[] byOutcome = new long[Outcome.Kind.values().length];
  private final Map<String, SeenError> errors = new TreeMap<>();
  private final Latencies answered = new Latencies();
  private long notSent;

  void completed(Outcome outcome, long latencyNs) {
    byOutcome[outcome.kind().ordinal()]++;
    if (outcome.isAnswer()) {
      answered.add(latencyNs);
    } else {
      SeenError.of(outcome).addTo(errors, outcome.error());
    }
  }

  void notSent() {
    notSent++;
  }

  boolean isEmpty() {
    return notSent == 0 && Arrays.stream(byOutcome).allMatch(count -> count == 0);
  }

  void add(SecondTally other) {
    for (int i = 0; i < byOutcome.length; i++) {
      byOutcome[i] += other.byOutcome[i];
    }
    other.errors.forEach((error, seen) -> seen.addTo(errors, error));
    answered.add(other.answered);
    notSent += other.notSent;
  }

  void clear() {
    Arrays.fill(byOutcome, 0);
    errors.clear();
    answered.clear();
    notSent = 0;
  }

  SecondRow row(long second) {
    Map<String, Long> counts = new TreeMap<>();
    errors.forEach((error, seen) -> counts.put(error, seen.count()));
    if (notSent > 0) {
      counts.put(SecondRow.NOT_SENT, notSent);
    }
    return new SecondRow(
        second,
        byOutcome[Outcome.Kind.OK.ordinal()],
        byOutcome[Outcome.Kind.NOT_FOUND.ordinal()],
        byOutcome[Outcome.Kind.REFUSED.ordinal()],
        byOutcome[Outcome.Kind.IN_DOUBT.ordinal()],
        byOutcome[Outcome.Kind.FAILED.ordinal()],
        notSent,
        counts,
        answered.percentileNs(50),
        answered.percentileNs(99),
        answered.maxNs());
  }
}
