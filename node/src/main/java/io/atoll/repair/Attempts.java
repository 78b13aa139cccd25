package io.atoll.repair;

import io.vertx.core.Future;
import java.util.function.BiFunction;

/**
 * Asks two sides for something as of a moment until they agree on what and when: arcs that one does
 * not know are left out, and moments that one does not know are changed for others.
 *
 * @param <R> what is asked for
 */
final class Attempts<R> {
  /** Unknown arcs and another moment on each side, and both once more. */
  private static final int MAX_ATTEMPTS = 6;

  private final SketchSide own;
  private final SketchSide theirs;
  private final CommonArcs arcs;
  private final BiFunction<Sides, Basis, Future<R>> task;
  private int attempts;
  private int roundTrips;

  /**
   * How it ended.
   *
   * @param basis of the last attempt
   * @param result null where a side declined, and where no arc was left
   * @param refusal why a side declined; null where none did
   */
  record Outcome<R>(Basis basis, R result, SketchAnswer.Reason refusal, int roundTrips) {}

  /**
   * @param task asks the sides, on a basis
   */
  Attempts(
      SketchSide own,
      SketchSide theirs,
      CommonArcs arcs,
      BiFunction<Sides, Basis, Future<R>> task) {
    this.own = own;
    this.theirs = theirs;
    this.arcs = arcs;
    this.task = task;
  }

  /**
   * Begins.
   *
   * @return fails where a side does
   */
  Future<Outcome<R>> begin(long momentMs) {
    return attempt(arcs.basis(momentMs, ArcSet.NONE));
  }

  private Future<Outcome<R>> attempt(Basis basis) {
    attempts++;
    if (basis.excluded().size() >= arcs.size()) {
      return ended(basis, null, null);
    }
    Sides sides = new Sides(own, theirs);
    return task.apply(sides, basis)
        .transform(
            end -> {
              roundTrips += sides.roundTrips();
              if (end.succeeded()) {
                return ended(basis, end.result(), null);
              }
              return end.cause() instanceof Sides.DeclinedException declined
                  ? goOn(basis, declined.answer())
                  : Future.failedFuture(end.cause());
            });
  }

  private Future<Outcome<R>> goOn(Basis basis, SketchAnswer.Declined declined) {
    Basis next =
        switch (declined.reason()) {
          case UNKNOWN -> arcs.basis(basis.momentMs(), basis.excluded().plus(declined.unknown()));
          case MOMENT -> arcs.basis(otherMoment(basis.momentMs(), declined), basis.excluded());
          case EPOCH, ARCS, BUSY -> basis;
        };
    return next.equals(basis) || attempts == MAX_ATTEMPTS
        ? ended(basis, null, declined.reason())
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

  private Future<Outcome<R>> ended(Basis basis, R result, SketchAnswer.Reason refusal) {
    return Future.succeededFuture(new Outcome<>(basis, result, refusal, roundTrips));
  }
}
