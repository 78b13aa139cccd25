package io.atoll.repair;

import io.atoll.repair.sketch.Difference;
import io.atoll.repair.sketch.Fingerprint;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/** One attempt at a comparison, on one basis: from everything down to what differs. */
final class Ladder {
  private final Sides sides;
  private final CommonArcs arcs;
  private final Basis basis;
  private final ArcSpan all;
  private final Findings findings;

  /**
   * @param arcs at least one
   */
  Ladder(Sides sides, CommonArcs arcs, Basis basis) {
    this.sides = sides;
    this.arcs = arcs;
    this.basis = basis;
    this.all = new ArcSpan(0, arcs.size());
    this.findings = new Findings(arcs);
  }

  /**
   * Finds what differs.
   *
   * @return fails with {@link Sides.DeclinedException} where a side declines
   */
  Future<Findings> descend() {
    return sides
        .own(
            SketchAnswer.Prints.class,
            new SketchQuestion.Prints(basis, List.of(all), ArcSketches.CAPACITY))
        .compose(own -> compareWhole(own.prints().getFirst()))
        .map(done -> findings);
  }

  private Future<Void> compareWhole(Fingerprint own) {
    Fingerprint first = own.prefix(Fingerprint.FIRST_CAPACITY);
    return sides
        .theirs(new SketchQuestion.Whole(basis, first))
        .compose(
            answer ->
                switch (answer) {
                  case SketchAnswer.Found found -> attribute(found.tokens());
                  case SketchAnswer.Prints prints ->
                      own.difference(prints.prints().getFirst()) instanceof Difference.Whole whole
                          ? attribute(whole.tokens())
                          : byTotals();
                  default -> Future.failedFuture(new IllegalStateException("no answer to that"));
                });
  }

  /** All arcs that differ are to be gone through. */
  private Future<Void> byTotals() {
    var question = new SketchQuestion.ArcTotals(basis, all);
    Future<SketchAnswer.Totals> asked = sides.theirs(SketchAnswer.Totals.class, question);
    return sides
        .own(SketchAnswer.Totals.class, question)
        .compose(
            own ->
                asked.map(
                    theirs -> {
                      for (int i = 0; i < all.size(); i++) {
                        if (!own.hashes().get(i).equals(theirs.hashes().get(i))) {
                          findings.stream(all.from() + i);
                        }
                      }
                      return null;
                    }));
  }

  /** Finds out of which keyspace tokens are. */
  private Future<Void> attribute(long[] tokens) {
    List<Long> ambiguous = new ArrayList<>();
    for (long token : tokens) {
      List<Integer> holding = arcs.holding(token);
      if (holding.size() > 1) {
        ambiguous.add(token);
      } else if (!holding.isEmpty()) {
        findings.differs(arcs.get(holding.getFirst()).keyspaceId(), token);
      }
    }
    if (ambiguous.isEmpty()) {
      return Future.succeededFuture();
    }
    int capacity = Math.min(ArcSketches.CAPACITY, tokens.length);
    var question = new SketchQuestion.WhichArcs(basis, List.of(all), capacity);
    Future<SketchAnswer.Prints> asked = sides.theirs(SketchAnswer.Prints.class, question);
    return sides
        .own(SketchAnswer.Prints.class, question)
        .compose(
            own ->
                asked.map(
                    theirs -> {
                      Difference which =
                          own.prints().getFirst().difference(theirs.prints().getFirst());
                      ambiguous.forEach(token -> attribute(token, which));
                      return null;
                    }));
  }

  /**
   * @param which the arcs that differ
   */
  private void attribute(long token, Difference which) {
    for (int index : arcs.holding(token)) {
      if (!(which instanceof Difference.Whole whole)
          || java.util.Arrays.stream(whole.tokens()).anyMatch(arc -> arc == index)) {
        findings.differs(arcs.get(index).keyspaceId(), token);
      }
    }
  }
}
