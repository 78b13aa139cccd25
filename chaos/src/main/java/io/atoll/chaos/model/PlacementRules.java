package io.atoll.chaos.model;

import io.atoll.ring.Claim;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Member;
import io.atoll.ring.Topology;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What must hold of a topology's claim, whatever made it: in each DC every arc has a list of
 * distinct nodes of that DC, as long as the largest factor there; those that a keyspace uses are
 * spread over the racks as evenly as can be; and no node holds more than its fair share, up to
 * rounding and to one part in a hundred.
 */
public final class PlacementRules {
  /** The most load over fair share, before rounding. */
  private static final double MOST_OVER_FAIR = 1.01;

  private static final double ROUNDING = 1e-6;

  private final Claim claim;
  private final Collection<Member> members;
  private final Collection<Keyspace> keyspaces;
  private final List<String> broken = new ArrayList<>();

  private PlacementRules(Claim claim, Collection<Member> members, Collection<Keyspace> keyspaces) {
    this.claim = claim;
    this.members = members;
    this.keyspaces = keyspaces;
  }

  /** Every way in which a topology breaks them, in words; at most one for each DC and rule. */
  public static List<String> brokenBy(Topology topology) {
    return brokenBy(topology.claim(), topology.members().values(), topology.keyspaces().values())
        .stream()
        .map(each -> "epoch %d: %s".formatted(topology.epoch(), each))
        .toList();
  }

  static List<String> brokenBy(
      Claim claim, Collection<Member> members, Collection<Keyspace> keyspaces) {
    PlacementRules rules = new PlacementRules(claim, members, keyspaces);
    rules.widths().forEach(rules::judge);
    return rules.broken;
  }

  /** The factors that keyspaces have, by DC. */
  private SortedMap<String, SortedSet<Integer>> widths() {
    SortedMap<String, SortedSet<Integer>> widths = new TreeMap<>();
    for (Keyspace keyspace : keyspaces) {
      keyspace
          .replication()
          .forEach((dc, factor) -> widths.computeIfAbsent(dc, d -> new TreeSet<>()).add(factor));
    }
    return widths;
  }

  private void judge(String dc, SortedSet<Integer> widths) {
    if (claim.depth(dc) != widths.last()) {
      found(
          "arcs have %d nodes in %s, and the largest factor there is %d"
              .formatted(claim.depth(dc), dc, widths.last()));
      return;
    }
    Map<Integer, Member> nodes = new TreeMap<>();
    members.stream().filter(m -> m.dc().equals(dc)).forEach(m -> nodes.put(m.number(), m));
    if (!areDistinct(dc, nodes)) {
      return;
    }
    for (int width : widths) {
      FairLoad fair = FairLoad.of(List.copyOf(nodes.values()), width);
      judgeRacks(dc, nodes, fair);
      judgeLoad(dc, nodes, fair);
    }
  }

  private boolean areDistinct(String dc, Map<Integer, Member> nodes) {
    for (int arc = 0; arc < claim.partitions(); arc++) {
      HashSet<Integer> distinct = new HashSet<>();
      for (int owner : claim.owners(dc, arc)) {
        distinct.add(owner);
      }
      if (distinct.size() < claim.depth(dc) || !nodes.keySet().containsAll(distinct)) {
        found(
            "arc %d has %s in %s: not %d nodes of it"
                .formatted(arc, distinct, dc, claim.depth(dc)));
        return false;
      }
    }
    return true;
  }

  private void judgeRacks(String dc, Map<Integer, Member> nodes, FairLoad fair) {
    List<Integer> even = fair.evenCounts();
    for (int arc = 0; arc < claim.partitions(); arc++) {
      Map<String, Integer> held = new TreeMap<>();
      fair.racks().keySet().forEach(rack -> held.put(rack, 0));
      for (int slot = 0; slot < fair.width(); slot++) {
        held.merge(nodes.get(claim.owner(dc, arc, slot)).rack(), 1, Integer::sum);
      }
      if (!held.values().stream().sorted().toList().equals(even)) {
        found(
            "%d replicas of arc %d are in racks %s of %s: as even as can be is %s"
                .formatted(fair.width(), arc, held, dc, even));
        return;
      }
    }
  }

  private void judgeLoad(String dc, Map<Integer, Member> nodes, FairLoad fair) {
    Map<Integer, Integer> load = new HashMap<>();
    for (int arc = 0; arc < claim.partitions(); arc++) {
      for (int slot = 0; slot < fair.width(); slot++) {
        load.merge(claim.owner(dc, arc, slot), 1, Integer::sum);
      }
    }
    for (Member node : nodes.values()) {
      double share = claim.partitions() * fair.shareOf(node);
      int most = (int) Math.ceil(MOST_OVER_FAIR * share - ROUNDING);
      int held = load.getOrDefault(node.number(), 0);
      if (held > most) {
        found(
            "%s holds %d of the first %d replicas of %d arcs: its fair share is %.2f"
                .formatted(node.nodeId(), held, fair.width(), claim.partitions(), share));
        return;
      }
    }
  }

  private void found(String what) {
    broken.add(what);
  }
}
