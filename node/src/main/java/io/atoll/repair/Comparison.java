package io.atoll.repair;

import io.atoll.repair.SketchAnswer.Reason;
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
  private static final int MAX_ATTEMPTS = 6;

  private final SketchSide own;
  private final SketchSide theirs;
  private final CommonArcs arcs;
  private int attempts;
  private int roundTrips;

  private Comparison(SketchSide own, SketchSide theirs, CommonArcs arcs) {
    this.own = own;
    this.theirs = theirs;
    this.arcs = arcs;
  }

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
    return new Comparison(own, theirs, arcs).attempt(arcs.basis(momentMs, ArcSet.NONE));
  }

  private Future<Compared> attempt(Basis basis) {
    attempts++;
    if (basis.excluded().size() >= arcs.size()) {
      return Future.succeededFuture(compared(basis, new Findings(arcs, basis), null));
    }
    Sides sides = new Sides(own, theirs);
    return new Ladder(sides, arcs, basis)
        .descend()
        .transform(
            end -> {
              roundTrips += sides.roundTrips();
              if (end.succeeded()) {
                return Future.succeededFuture(compared(basis, end.result(), null));
              }
              return end.cause() instanceof Sides.DeclinedException declined
                  ? goOn(basis, declined.answer())
                  : Future.failedFuture(end.cause());
            });
  }

  private Future<Compared> goOn(Basis basis, SketchAnswer.Declined declined) {
    Basis next =
        switch (declined.reason()) {
          case UNKNOWN -> arcs.basis(basis.momentMs(), basis.excluded().plus(declined.unknown()));
          case MOMENT -> arcs.basis(otherMoment(basis.momentMs(), declined), basis.excluded());
          case EPOCH, ARCS, BUSY -> basis;
        };
    return next.equals(basis) || attempts == MAX_ATTEMPTS
        ? Future.succeededFuture(compared(basis, null, declined.reason()))
        : attempt(next);
  }

  /**
   * A moment that a side may know instead: an earlier one where its clock is behind, and none where
   * the clocks are too far apart. Where it began to know moments just now, there is nothing but to
   * wait.
   */
  private static long otherMoment(long momentMs, SketchAnswer.Declined declined) {
    if (declined.latestMs() < momentMs) {
      return Moments.settled(declined.latestMs());
    }
    return declined.latestMs() > momentMs + Moments.KEPT_MS ? Moments.NOW : momentMs;
  }

  private Compared compared(Basis basis, Findings found, Reason refusal) {
    return new Compared(
        basis.epoch(),
        basis.momentMs(),
        arcs.size(),
        found == null ? List.of() : found.tokens(),
        found == null ? List.of() : found.streamed(),
        basis.excluded().stream().mapToObj(arcs::get).toList(),
        roundTrips,
        refusal);
  }
}
