package io.atoll.ring;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The fewest replicas that any claim with fair shares and even racks must move: the whole flow of
 * {@link ArcFlow}'s essay, built in full and solved from nothing by the textbook. For small rings.
 */
final class CheapestClaim {
  /** A reward that outweighs every move, for filling what must be filled. */
  private static final long MUST = -1_000_000;

  private static final int SOURCE = 0;
  private static final int SINK = 1;

  private final List<int[]> ends = new ArrayList<>();
  private final List<int[]> room = new ArrayList<>();
  private final List<Long> costs = new ArrayList<>();
  private final List<List<Integer>> edgesOf = new ArrayList<>();
  private long mandatory;

  static int moved(Claim before, Shape after) {
    return new CheapestClaim().solve(before, after);
  }

  private int solve(Claim before, Shape after) {
    DcNodes nodes = after.nodes();
    RackRule rule = RackRule.of(nodes.rackSizes(), after.depth());
    double[] shares = FairShares.of(nodes, before.partitions(), after.depth());
    vertex();
    vertex();
    int[] vertexOfNode = new int[nodes.count()];
    for (int n = 0; n < shares.length; n++) {
      vertexOfNode[n] = vertex();
      between(vertexOfNode[n], SINK, FairShares.floor(shares[n]), FairShares.ceiling(shares[n]));
    }
    for (int partition = 0; partition < before.partitions(); partition++) {
      int arc = vertex();
      edge(SOURCE, arc, after.depth(), 0);
      int[] vertexOfRack = new int[nodes.racks()];
      for (int rack = 0; rack < vertexOfRack.length; rack++) {
        vertexOfRack[rack] = vertex();
        between(arc, vertexOfRack[rack], rule.least()[rack], rule.most()[rack]);
      }
      int[] had = before.owners(Shape.DC, partition);
      for (int n = 0; n < vertexOfNode.length; n++) {
        int number = nodes.numbers()[n];
        boolean old = Arrays.stream(had).anyMatch(owner -> owner == number);
        edge(vertexOfRack[nodes.rackOf()[n]], vertexOfNode[n], 1, old ? 0 : 1);
      }
    }
    long cost = 0;
    for (int unit = 0; unit < before.partitions() * after.depth(); unit++) {
      cost += push();
    }
    return Math.toIntExact(cost - mandatory * MUST);
  }

  private int vertex() {
    edgesOf.add(new ArrayList<>());
    return edgesOf.size() - 1;
  }

  private void between(int from, int to, int least, int most) {
    edge(from, to, least, MUST);
    edge(from, to, most - least, 0);
    mandatory += least;
  }

  private void edge(int from, int to, int capacity, long cost) {
    edgesOf.get(from).add(ends.size());
    ends.add(new int[] {from, to});
    room.add(new int[] {capacity});
    costs.add(cost);
    edgesOf.get(to).add(ends.size());
    ends.add(new int[] {to, from});
    room.add(new int[] {0});
    costs.add(-cost);
  }

  /** One unit along a cheapest path, found by Bellman and Ford. */
  private long push() {
    long[] distance = new long[edgesOf.size()];
    Arrays.fill(distance, Long.MAX_VALUE / 4);
    int[] via = new int[edgesOf.size()];
    boolean[] queued = new boolean[edgesOf.size()];
    ArrayDeque<Integer> queue = new ArrayDeque<>(List.of(SOURCE));
    distance[SOURCE] = 0;
    while (!queue.isEmpty()) {
      int vertex = queue.remove();
      queued[vertex] = false;
      for (int edge : edgesOf.get(vertex)) {
        int end = ends.get(edge)[1];
        long cost = distance[vertex] + costs.get(edge);
        if (room.get(edge)[0] > 0 && cost < distance[end]) {
          distance[end] = cost;
          via[end] = edge;
          if (!queued[end]) {
            queued[end] = true;
            queue.add(end);
          }
        }
      }
    }
    for (int vertex = SINK; vertex != SOURCE; vertex = ends.get(via[vertex])[0]) {
      room.get(via[vertex])[0]--;
      room.get(via[vertex] ^ 1)[0]++;
    }
    return distance[SINK];
  }
}
