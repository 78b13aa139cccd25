package io.atoll.repair;

import io.vertx.core.Future;
import java.util.List;

/**
 * A comparison of two replicas as of a moment. It asks both sides the same questions and subtracts
 * the answers: first in one message whether anything differs, then ever more of ever fewer arcs,
 * until it is known which tokens differ.
 *
 * <p>Arcs that one side does not know are left out. Where a side's clock is so far behind that the
 * moment has not come there, an earlier one is taken; where no moment is left that both know, what
 * they have now ({@link Moments#NOW}). No I/O, no clock; belongs to the loop on which it is begun.
 */
public final class Comparison {
  private Comparison() {}

  /**
   * Begins one.
   *
   * @param own the asker's side
   * @param theirs the answerer's
   * @param arcs what they have in common
   * @param momentMs as of when, in wall time; one of {@link Moments}
   * @return completes with what was found; fails where a side does, as when it cannot be reached
   */
  public static Future<Compared> begin(
      SketchSide own, SketchSide theirs, CommonArcs arcs, long momentMs) {
    return new Attempts<>(
            own, theirs, arcs, (sides, basis) -> new Ladder(sides, arcs, basis).descend())
        .begin(momentMs)
        .map(end -> compared(arcs, momentMs, end));
  }

  private static Compared compared(CommonArcs arcs, long wantedMs, Attempts.Outcome<Findings> end) {
    Findings found = end.result();
    long momentMs = end.basis().momentMs();
    return new Compared(
        arcs.epoch(),
        momentMs,
        Math.min(momentMs, wantedMs),
        arcs.size(),
        found == null ? List.of() : found.tokens(),
        found == null ? List.of() : found.streamed(),
        end.basis().excluded().stream().mapToObj(arcs::get).toList(),
        end.roundTrips(),
        end.refusal());
  }
}
