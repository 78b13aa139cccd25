package io.atoll.hints;

import java.util.List;

/**
 * What one node keeps for replicas that lack writes.
 *
 * @param nowMs wall time of the report
 * @param keys hints, for all targets together
 * @param bytes that they take
 * @param settings how many there may be
 * @param targets by the number of the member; of who has missed nothing since the node started,
 *     nothing is said
 */
public record HintReport(
    long nowMs,
    long keys,
    long bytes,
    long dirtyArcs,
    HintSettings settings,
    List<TargetStatus> targets) {
  public HintReport {
    targets = List.copyOf(targets);
  }
}
