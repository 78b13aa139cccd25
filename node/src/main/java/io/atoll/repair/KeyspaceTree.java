package io.atoll.repair;

import io.atoll.repair.sketch.HashTree;
import io.atoll.repair.sketch.SetHash;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Member;
import io.atoll.ring.Partitions;
import io.atoll.ring.PreferenceList;
import io.atoll.ring.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The hash tree of what a node holds of a keyspace, for people: the keyspace is the root, below it
 * are the sets of replicas, below each the arcs that it holds, in runs of neighbours where there
 * are many. Two nodes that are asked for the same arcs in the same topology have trees of the same
 * shape.
 */
public final class KeyspaceTree {
  /** Where a set of replicas has more arcs, so many numbers of arcs share a run. */
  static final int RUN = 64;

  private KeyspaceTree() {}

  /**
   * The tree of some arcs.
   *
   * @param hashes by the number of the arc
   */
  public static HashTree of(
      Topology topology, Keyspace keyspace, SortedMap<Integer, SetHash> hashes) {
    TreeMap<String, SortedMap<Integer, SetHash>> sets = new TreeMap<>();
    hashes.forEach(
        (arc, hash) ->
            sets.computeIfAbsent(replicas(topology, keyspace, arc), name -> new TreeMap<>())
                .put(arc, hash));
    List<HashTree> children = new ArrayList<>();
    sets.forEach((name, arcs) -> children.add(HashTree.of(name, parts(arcs))));
    return HashTree.of(keyspace.name(), children);
  }

  /** What the part of an arc is called. */
  public static String name(int arc) {
    return "arc " + arc;
  }

  /** Who holds an arc. */
  private static String replicas(Topology topology, Keyspace keyspace, int arc) {
    long token = Partitions.tokens(arc, topology.partitions()).from();
    PreferenceList replicas = topology.preferenceList(keyspace, token);
    TreeSet<String> ids = new TreeSet<>();
    for (Member member : topology.members().values()) {
      if (replicas.contains(member.number())) {
        ids.add(member.nodeId());
      }
    }
    return String.join(" ", ids);
  }

  private static List<HashTree> parts(SortedMap<Integer, SetHash> arcs) {
    if (arcs.size() <= RUN) {
      return leaves(arcs);
    }
    List<HashTree> runs = new ArrayList<>();
    for (int first = arcs.firstKey() / RUN * RUN; first <= arcs.lastKey(); first += RUN) {
      SortedMap<Integer, SetHash> run = arcs.subMap(first, first + RUN);
      if (!run.isEmpty()) {
        runs.add(HashTree.of("arcs %d to %d".formatted(first, first + RUN - 1), leaves(run)));
      }
    }
    return runs;
  }

  private static List<HashTree> leaves(SortedMap<Integer, SetHash> arcs) {
    List<HashTree> leaves = new ArrayList<>();
    arcs.forEach((arc, hash) -> leaves.add(new HashTree(name(arc), hash, List.of())));
    return leaves;
  }
}
