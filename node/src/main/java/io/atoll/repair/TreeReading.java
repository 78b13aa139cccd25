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
  private final Topology topology;
  private final Keyspace keyspace;
  private final CommonArcs arcs;
  private final boolean alone;

  /** What the sides hold, arc by arc. */
  private record Hashes(List<SetHash> own, List<SetHash> theirs) {
    static final Hashes NONE = new Hashes(List.of(), List.of());
  }

  private TreeReading(Topology topology, Keyspace keyspace, CommonArcs arcs, boolean alone) {
    this.topology = topology;
    this.keyspace = keyspace;
    this.arcs = arcs;
    this.alone = alone;
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
    TreeReading reading = new TreeReading(topology, keyspace, arcs, theirs == null);
    return new Attempts<>(own, theirs, arcs, reading::hashes)
        .begin(momentMs)
        .compose(reading::tree);
  }

  private Future<Hashes> hashes(Sides sides, Basis basis) {
    var question = new SketchQuestion.ArcTotals(basis, new ArcSpan(0, arcs.size()));
    return alone
        ? sides
            .own(SketchAnswer.Totals.class, question)
            .map(own -> new Hashes(own.hashes(), List.of()))
        : sides.both(
            SketchAnswer.Totals.class,
            question,
            (own, theirs) -> new Hashes(own.hashes(), theirs.hashes()));
  }

  private Future<RepairTree> tree(Attempts.Outcome<Hashes> end) {
    if (end.refusal() != null) {
      return Future.failedFuture("declined: " + end.refusal().text());
    }
    Basis basis = end.basis();
    Hashes hashes = end.result() == null ? Hashes.NONE : end.result();
    return Future.succeededFuture(
        new RepairTree(
            basis.momentMs(),
            arcs.size() - basis.excluded().size(),
            basis.excluded().size(),
            tree(basis, hashes.own),
            alone ? null : tree(basis, hashes.theirs)));
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
