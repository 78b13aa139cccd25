package io.atoll.repair;

import io.atoll.repair.sketch.HashTree;
import io.atoll.repair.sketch.SetHash;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Topology;
import io.vertx.core.Future;
import java.util.List;
import java.util.TreeMap;

/**
 * Asks a node, or two of them, for what they hold of a keyspace arc by arc, and makes trees of it.
 * Arcs that one of them does not know are left out of both. No I/O, no clock; belongs to the loop
 * on which it is begun.
 */
public final class TreeReading {
  private static final int MAX_ATTEMPTS = 4;

  private final Topology topology;
  private final Keyspace keyspace;
  private final CommonArcs arcs;
  private final Sides sides;
  private final boolean alone;
  private int attempts;

  private TreeReading(
      Topology topology, Keyspace keyspace, CommonArcs arcs, SketchSide own, SketchSide theirs) {
    this.topology = topology;
    this.keyspace = keyspace;
    this.arcs = arcs;
    this.sides = new Sides(own, theirs);
    this.alone = theirs == null;
  }

  /**
   * Asks.
   *
   * @param arcs which of the keyspace, one at least
   * @param momentMs as of when, in wall time; one of {@link Moments}
   * @param theirs null for no other node
   * @return fails, with a message for people, where a side does or declines
   */
  public static Future<RepairTree> begin(
      Topology topology,
      Keyspace keyspace,
      CommonArcs arcs,
      long momentMs,
      SketchSide own,
      SketchSide theirs) {
    return new TreeReading(topology, keyspace, arcs, own, theirs)
        .attempt(arcs.basis(momentMs, ArcSet.NONE));
  }

  private Future<RepairTree> attempt(Basis basis) {
    attempts++;
    var question = new SketchQuestion.ArcTotals(basis, new ArcSpan(0, arcs.size()));
    Future<SketchAnswer.Totals> asked =
        alone ? Future.succeededFuture() : sides.theirs(SketchAnswer.Totals.class, question);
    return sides
        .own(SketchAnswer.Totals.class, question)
        .compose(own -> asked.map(theirs -> tree(basis, own, theirs)))
        .recover(
            failure ->
                failure instanceof Sides.DeclinedException declined
                    ? goOn(basis, declined)
                    : Future.failedFuture(failure));
  }

  private Future<RepairTree> goOn(Basis basis, Sides.DeclinedException failure) {
    SketchAnswer.Declined declined = failure.answer();
    Basis next =
        switch (declined.reason()) {
          case UNKNOWN -> arcs.basis(basis.momentMs(), basis.excluded().plus(declined.unknown()));
          case MOMENT -> arcs.basis(declined.latestMs(), basis.excluded());
          case EPOCH, ARCS, BUSY -> basis;
        };
    return next.equals(basis) || attempts == MAX_ATTEMPTS
        ? Future.failedFuture(failure)
        : attempt(next);
  }

  private RepairTree tree(Basis basis, SketchAnswer.Totals own, SketchAnswer.Totals theirs) {
    return new RepairTree(
        basis.momentMs(),
        arcs.size() - basis.excluded().size(),
        basis.excluded().size(),
        tree(basis, own.hashes()),
        alone ? null : tree(basis, theirs.hashes()));
  }

  private HashTree tree(Basis basis, List<SetHash> hashes) {
    TreeMap<Integer, SetHash> byArc = new TreeMap<>();
    for (int i = 0; i < hashes.size(); i++) {
      if (!basis.excluded().has(i)) {
        byArc.put(arcs.get(i).arc(), hashes.get(i));
      }
    }
    return KeyspaceTree.of(topology, keyspace, byArc);
  }
}
