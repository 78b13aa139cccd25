package io.atoll.repair;

import io.atoll.repair.sketch.HashTree;
import io.atoll.repair.sketch.SetHash;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The hash trees of two replicas over the arcs that they have in common, for people to look at:
 * below the root keyspaces, below these groups of arcs, and below these arcs. They are made of the
 * hash of each arc, which takes 24 bytes of the other side for each arc and no look at the data.
 * The members may be the same one, where only its own tree is wanted.
 *
 * @param momentMs as of when, as in {@link Compared}
 * @param own null where there is none
 * @param theirs of the same names; null where there is none
 * @param notCompared arcs that one side does not know; in both trees they have no keys
 * @param refusal why there are none; null where there are, or no arcs
 */
public record ArcTrees(
    long epoch,
    long momentMs,
    HashTree own,
    HashTree theirs,
    List<ArcId> notCompared,
    SketchAnswer.Reason refusal) {
  /** So many children a part of the tree has at most. */
  static final int FAN_OUT = 16;

  public ArcTrees {
    notCompared = List.copyOf(notCompared);
  }

  /** Arcs that follow each other, by their numbers. */
  private record Part(int first, int last, HashTree tree) {
    static Part of(List<Part> parts) {
      int first = parts.getFirst().first;
      int last = parts.getLast().last;
      String name = "arcs %d to %d".formatted(first, last);
      return new Part(first, last, HashTree.of(name, parts.stream().map(Part::tree).toList()));
    }
  }

  /** The hashes of the arcs of both sides. */
  private record Hashes(List<SetHash> own, List<SetHash> theirs) {}

  /**
   * Asks for them.
   *
   * @param momentMs as for {@link Comparison#begin}
   * @return fails where a side does, as when it cannot be reached
   */
  public static Future<ArcTrees> begin(
      SketchSide own, SketchSide theirs, CommonArcs arcs, long momentMs) {
    return new Attempts<>(own, theirs, arcs, (sides, basis) -> hashes(sides, basis, arcs.size()))
        .begin(momentMs)
        .map(
            end ->
                new ArcTrees(
                    arcs.epoch(),
                    end.basis().momentMs(),
                    end.result() == null ? null : tree(arcs, end.result().own),
                    end.result() == null ? null : tree(arcs, end.result().theirs),
                    end.basis().excluded().stream().mapToObj(arcs::get).toList(),
                    end.refusal()));
  }

  private static Future<Hashes> hashes(Sides sides, Basis basis, int size) {
    Hashes all = new Hashes(new ArrayList<>(), new ArrayList<>());
    Future<Hashes> asked = Future.succeededFuture(all);
    for (int from = 0; from < size; from += SketchQuestion.MAX_TOTALS) {
      ArcSpan span = new ArcSpan(from, Math.min(size, from + SketchQuestion.MAX_TOTALS));
      asked =
          asked.compose(
              before ->
                  sides.both(
                      SketchAnswer.Totals.class,
                      new SketchQuestion.ArcTotals(basis, span),
                      (own, theirs) -> {
                        Sides.requireCount(span.size(), theirs.hashes().size());
                        all.own.addAll(own.hashes());
                        all.theirs.addAll(theirs.hashes());
                        return all;
                      }));
    }
    return asked;
  }

  private static HashTree tree(CommonArcs arcs, List<SetHash> hashes) {
    Map<Integer, List<Part>> keyspaces = new TreeMap<>();
    arcs.visit(
        new ArcSpan(0, arcs.size()),
        (index, keyspaceId, arc) ->
            keyspaces
                .computeIfAbsent(keyspaceId, none -> new ArrayList<>())
                .add(new Part(arc, arc, new HashTree("arc " + arc, hashes.get(index), List.of()))));
    List<HashTree> children = new ArrayList<>();
    keyspaces.forEach(
        (keyspaceId, parts) ->
            children.add(
                HashTree.of(
                    "keyspace " + keyspaceId, grouped(parts).stream().map(Part::tree).toList())));
    return HashTree.of("arcs in common", children);
  }

  private static List<Part> grouped(List<Part> parts) {
    List<Part> grouped = parts;
    while (grouped.size() > FAN_OUT) {
      List<Part> wider = new ArrayList<>();
      for (int from = 0; from < grouped.size(); from += FAN_OUT) {
        wider.add(Part.of(grouped.subList(from, Math.min(grouped.size(), from + FAN_OUT))));
      }
      grouped = wider;
    }
    return grouped;
  }
}
