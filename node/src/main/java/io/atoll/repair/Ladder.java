package io.atoll.repair;

import io.atoll.repair.sketch.Difference;
import io.atoll.repair.sketch.Fingerprint;
import io.atoll.repair.sketch.SetHash;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/**
 * One attempt at a comparison, on one basis. Its rungs:
 *
 * <ol>
 *   <li>The short fingerprint of everything goes over; back comes which tokens differ, or a longer
 *       fingerprint.
 *   <li>If that decides nothing, the levels of everything go over; back comes an estimate with the
 *       fingerprints of groups of arcs that have some differences each or, where many differ, with
 *       a sketch of which arcs do, for the case that these are few.
 *   <li>Groups that are undecided are narrowed: {@link Narrowing}.
 *   <li>Of single arcs that are undecided, cells: {@link DenseArcs}.
 *   <li>Where tokens were found that several keyspaces may have, a sketch of which arcs differ.
 * </ol>
 */
final class Ladder {
  /** With more for each arc, fingerprints of single arcs mostly decide nothing. */
  private static final int MAX_SPREAD = 12;

  private final Sides sides;
  private final CommonArcs arcs;
  private final Basis basis;
  private final ArcSpan all;
  private final Findings findings;
  private final DenseArcs dense;

  /**
   * @param arcs at least one
   */
  Ladder(Sides sides, CommonArcs arcs, Basis basis) {
    this.sides = sides;
    this.arcs = arcs;
    this.basis = basis;
    this.all = new ArcSpan(0, arcs.size());
    this.findings = new Findings(arcs, basis);
    this.dense = new DenseArcs(sides, basis, findings);
  }

  /**
   * Finds what differs.
   *
   * @return fails with {@link Sides.DeclinedException} where a side declines
   */
  Future<Findings> descend() {
    var question = new SketchQuestion.Prints(basis, List.of(all), ArcSketches.CAPACITY);
    return sides
        .own(SketchAnswer.Prints.class, question)
        .compose(own -> whole(own.prints().getFirst()))
        .compose(done -> resolve())
        .map(done -> findings);
  }

  private Future<Void> whole(Fingerprint own) {
    Fingerprint first = own.prefix(Fingerprint.FIRST_CAPACITY);
    return sides
        .theirs(SketchAnswer.class, new SketchQuestion.Whole(basis, first))
        .compose(
            answer -> {
              if (answer instanceof SketchAnswer.Found found) {
                findings.found(all, found.tokens());
                return Future.succeededFuture();
              }
              if (!(answer instanceof SketchAnswer.Prints prints)) {
                throw new IllegalStateException("neither tokens nor a fingerprint was answered");
              }
              Sides.requireCount(1, prints.prints().size());
              Fingerprint theirs = prints.prints().getFirst();
              if (own.difference(theirs) instanceof Difference.Whole whole) {
                findings.found(all, whole.tokens());
                return Future.succeededFuture();
              }
              return estimate(theirs);
            });
  }

  private Future<Void> estimate(Fingerprint theirs) {
    return sides
        .own(SketchAnswer.Levels.class, new SketchQuestion.Levels(basis))
        .compose(
            own ->
                sides.theirs(
                    SketchAnswer.Groups.class, new SketchQuestion.Estimate(basis, own.sketch())))
        .compose(
            groups ->
                Grouping.beginsWithArcs(groups.estimate())
                    ? many(groups, theirs)
                    : narrow(
                        groups.estimate(),
                        Group.parts(
                            Grouping.of(groups.estimate(), arcs.size()), groups.prints(), theirs)));
  }

  /** Many tokens differ: in few arcs, in some of many, or in nearly all. */
  private Future<Void> many(SketchAnswer.Groups answer, Fingerprint theirs) {
    long estimate = answer.estimate();
    Sides.requireCount(1, answer.prints().size());
    var question = new SketchQuestion.WhichArcs(basis, List.of(all), Grouping.ARC_CAPACITY);
    return sides
        .own(SketchAnswer.Prints.class, question)
        .compose(
            own -> {
              Difference which = own.prints().getFirst().difference(answer.prints().getFirst());
              if (which instanceof Difference.Whole whole) {
                List<Integer> few = Narrowing.indices(whole, all);
                return dense.find(few, estimate / Math.max(1, few.size()));
              }
              return estimate > (long) MAX_SPREAD * arcs.size()
                  ? byTotals(estimate)
                  : groups(estimate, theirs);
            });
  }

  private Future<Void> groups(long estimate, Fingerprint theirs) {
    List<ArcSpan> spans = Grouping.of(estimate, arcs.size());
    return sides
        .theirs(
            spans.subList(0, spans.size() - 1),
            part -> new SketchQuestion.Prints(basis, part, Grouping.GROUP_CAPACITY))
        .compose(prints -> narrow(estimate, Group.parts(spans, prints, theirs)));
  }

  private Future<Void> narrow(long estimate, List<Group> groups) {
    return new Narrowing(sides, basis, findings)
        .narrow(groups)
        .compose(
            single ->
                dense.find(single, (estimate - findings.count()) / Math.max(1, single.size())));
  }

  /** Which of all arcs differ, by the hash of each. */
  private Future<Void> byTotals(long estimate) {
    List<Integer> differing = new ArrayList<>();
    Future<Void> done = Future.succeededFuture();
    for (int from = 0; from < all.to(); from += SketchQuestion.MAX_TOTALS) {
      ArcSpan span = new ArcSpan(from, Math.min(all.to(), from + SketchQuestion.MAX_TOTALS));
      done =
          done.compose(
              before ->
                  sides.both(
                      SketchAnswer.Totals.class,
                      new SketchQuestion.ArcTotals(basis, span),
                      (own, theirs) -> compare(span, own.hashes(), theirs.hashes(), differing)));
    }
    return done.compose(
        compared -> dense.find(differing, estimate / Math.max(1, differing.size())));
  }

  private Void compare(
      ArcSpan span, List<SetHash> own, List<SetHash> theirs, List<Integer> differing) {
    Sides.requireCount(span.size(), theirs.size());
    for (int i = 0; i < span.size(); i++) {
      if (!own.get(i).equals(theirs.get(i))) {
        differing.add(span.from() + i);
        dense.hasKeys(span.from() + i, own.get(i).keys(), theirs.get(i).keys());
      }
    }
    return null;
  }

  /** Finds out of which keyspaces tokens are that several may have. */
  private Future<Void> resolve() {
    List<Findings.Ambiguous> ambiguous = findings.ambiguous();
    if (ambiguous.isEmpty()) {
      return Future.succeededFuture();
    }
    int capacity = 1;
    for (Findings.Ambiguous each : ambiguous) {
      capacity = Math.max(capacity, Math.min(ArcSketches.CAPACITY, each.tokens().length));
    }
    int enough = capacity;
    // Spans rise, as in any question.
    ambiguous.sort((one, other) -> Integer.compare(one.span().from(), other.span().from()));
    List<ArcSpan> spans = ambiguous.stream().map(Findings.Ambiguous::span).toList();
    Future<List<Fingerprint>> asked =
        sides.theirs(spans, part -> new SketchQuestion.WhichArcs(basis, part, enough));
    return sides
        .own(spans, part -> new SketchQuestion.WhichArcs(basis, part, enough))
        .compose(
            own ->
                asked.map(
                    theirs -> {
                      for (int i = 0; i < spans.size(); i++) {
                        findings.resolve(ambiguous.get(i), own.get(i).difference(theirs.get(i)));
                      }
                      return null;
                    }));
  }
}
