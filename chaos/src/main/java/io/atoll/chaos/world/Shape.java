package io.atoll.chaos.world;

import io.atoll.ring.Member;
import io.atoll.sim.SimSettings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How large a cluster is, and how its nodes are dealt out.
 *
 * @param dcs in the order of their names
 */
public record Shape(List<Dc> dcs) {
  /**
   * One datacenter.
   *
   * @param racks of each node, the number of its rack, from 1
   * @param weights of each node, how much it takes against the others
   */
  public record Dc(List<Integer> racks, List<Integer> weights) {
    public Dc {
      racks = List.copyOf(racks);
      weights = List.copyOf(weights);
      if (racks.isEmpty() || racks.size() != weights.size()) {
        throw new IllegalArgumentException("a DC has a rack and a weight for each of its nodes");
      }
    }

    /** Each node has a rack of its own, and they weigh the same. */
    static Dc of(int nodes) {
      List<Integer> racks = new ArrayList<>();
      for (int node = 1; node <= nodes; node++) {
        racks.add(node);
      }
      return new Dc(racks, Collections.nCopies(nodes, 1));
    }

    int nodes() {
      return racks.size();
    }

    @Override
    public String toString() {
      boolean equal = weights.stream().allMatch(weights.getFirst()::equals);
      return nodes() + " in racks " + racks + (equal ? "" : " weighing " + weights);
    }
  }

  public Shape {
    dcs = List.copyOf(dcs);
  }

  /** Equal DCs in which every node has a rack of its own. */
  public static Shape of(int dcs, int nodesPerDc) {
    return new Shape(Collections.nCopies(dcs, Dc.of(nodesPerDc)));
  }

  /** Those who form the cluster, by DC and number. */
  public List<Member> members() {
    List<Member> members = new ArrayList<>();
    for (int d = 0; d < dcs.size(); d++) {
      Dc dc = dcs.get(d);
      for (int n = 0; n < dc.nodes(); n++) {
        members.add(SimSettings.member(members.size(), d, n, dc.racks.get(n), dc.weights.get(n)));
      }
    }
    return members;
  }

  /** How many nodes the largest of its DCs has. */
  int largestDc() {
    return dcs.stream().mapToInt(Dc::nodes).max().orElse(0);
  }

  @Override
  public String toString() {
    return dcs.stream().map(Dc::toString).collect(Collectors.joining(", ", "DCs of ", ""));
  }
}
