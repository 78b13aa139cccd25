package io.atoll.chaos.model;

import io.atoll.ring.Member;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleBiFunction;

/**
 * What the nodes of a DC ought to hold when every arc has {@code width} replicas there: first as
 * evenly over the racks as can be, then in proportion to weight. A pure value.
 *
 * @param racks nodes by rack
 * @param width replicas of each arc, at most as many as there are nodes
 */
public record FairLoad(SortedMap<String, List<Member>> racks, int width) {
  private static final int HALVINGS = 60;

  public static FairLoad of(List<Member> dc, int width) {
    TreeMap<String, List<Member>> racks = new TreeMap<>();
    for (Member member : dc) {
      racks.computeIfAbsent(member.rack(), rack -> new ArrayList<>()).add(member);
    }
    return new FairLoad(racks, width);
  }

  /**
   * How many replicas of one arc each rack has when they are spread as evenly as can be, from the
   * fewest to the most: one after the other goes to a rack that has fewest and a node left.
   */
  public List<Integer> evenCounts() {
    List<Integer> counts = new ArrayList<>(Collections.nCopies(racks.size(), 0));
    List<Integer> room = racks.values().stream().map(List::size).toList();
    for (int replica = 0; replica < width; replica++) {
      int to = -1;
      for (int rack = 0; rack < counts.size(); rack++) {
        if (counts.get(rack) < room.get(rack) && (to < 0 || counts.get(rack) < counts.get(to))) {
          to = rack;
        }
      }
      counts.set(to, counts.get(to) + 1);
    }
    Collections.sort(counts);
    return counts;
  }

  /** The share of a node in one arc, from 0 to 1: what it holds on average. */
  public double shareOf(Member node) {
    List<Member> rack = racks.get(node.rack());
    int most = evenCounts().getLast();
    ToDoubleBiFunction<List<Member>, Double> spread = (each, level) -> inRack(each, level, most);
    double ofRack = spread.applyAsDouble(rack, level(width, racks.values(), spread));
    double level = level(ofRack, List.of(rack), FairLoad::poured);
    return shareAt(level, node);
  }

  /** What a rack has of each arc, within what an even spread allows. */
  private static double inRack(List<Member> rack, double level, int mostOfAny) {
    int most = Math.min(rack.size(), mostOfAny);
    int least = Math.min(rack.size(), mostOfAny - 1);
    return Math.max(least, Math.min(most, poured(rack, level)));
  }

  /** What nodes take when each takes in proportion to its weight. */
  private static double poured(List<Member> nodes, double level) {
    double sum = 0;
    for (Member node : nodes) {
      sum += shareAt(level, node);
    }
    return sum;
  }

  /** No node holds an arc twice. */
  private static double shareAt(double level, Member node) {
    return Math.min(1, level * node.weight());
  }

  /** How high some racks stand when a whole is poured into them: found by halving. */
  private static double level(
      double whole,
      Collection<List<Member>> racks,
      ToDoubleBiFunction<List<Member>, Double> poured) {
    double low = 0;
    double high = 1; // Weights are 1 or more, so that every node is full there.
    for (int halving = 0; halving < HALVINGS; halving++) {
      double middle = (low + high) / 2;
      double sum = racks.stream().mapToDouble(r -> poured.applyAsDouble(r, middle)).sum();
      if (sum < whole) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }
}
