package io.atoll.cli.bench;

import io.atoll.cli.bench.engine.GapFinder.Gap;
import io.atoll.cli.bench.engine.Latencies;
import io.atoll.cli.bench.engine.OpKind;
import io.atoll.cli.bench.engine.OpTally;
import java.util.Map;

/**
 * What a measurement found.
 *
 * @param tallies of the kinds that were sent
 * @param sendDelays how long after its time each request was sent
 * @param startNs when the measurement began, on the clock of the gaps
 * @param seconds how long it took
 * @param gap the longest time without an answer of any kind
 * @param cpu null when the measurement was stopped before it began
 * @param stopped whether the user ended it early
 */
record BenchResult(
    Map<OpKind, OpTally> tallies,
    Latencies sendDelays,
    long startNs,
    double seconds,
    Gap gap,
    Map<OpKind, Gap> gaps,
    CpuTimes.Use cpu,
    boolean stopped) {

  /** Requests that were answered before the end. */
  long answered() {
    return tallies.values().stream().mapToLong(OpTally::answeredInWindow).sum();
  }

  long failures() {
    return tallies.values().stream().mapToLong(OpTally::failures).sum();
  }

  double perSecond(long count) {
    return seconds > 0 ? count / seconds : 0;
  }

  /** Processor time for each answered request, in microseconds; not a number if unknown. */
  double microsPerOperation(double cpuSeconds) {
    return answered() == 0 ? Double.NaN : cpuSeconds * 1e6 / answered();
  }

  /** When a gap began, in seconds since the start. */
  double beginSeconds(Gap gap) {
    return (gap.fromNs() - startNs) / 1e9;
  }
}
