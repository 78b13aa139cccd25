package io.atoll.cli.bench.engine;

import java.util.Map;

/**
 * What ended in one second of the measurement.
 *
 * @param second since its start; those after the window's end belong to requests that were still in
 *     flight
 * @param errors counts by name, those not sent included
 * @param p50Ns of the requests that were answered, as the others; 0 where there was none
 */
public record SecondRow(
    long second,
    long ok,
    long notFound,
    long refused,
    long inDoubt,
    long failed,
    long notSent,
    Map<String, Long> errors,
    long p50Ns,
    long p99Ns,
    long maxNs) {
  static final String NOT_SENT = "not-sent-in-time";

  /** Requests that were answered. */
  public long answered() {
    return ok + notFound;
  }

  /** Requests that were not. */
  public long failures() {
    return refused + inDoubt + failed + notSent;
  }
}
