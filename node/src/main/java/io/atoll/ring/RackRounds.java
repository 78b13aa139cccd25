package io.atoll.ring;

import java.util.Arrays;

/**
 * Deals the replicas of an arc to racks in rounds: none gets a second before each that can has one.
 * A list dealt this way obeys {@link RackRule} at every prefix. Mutable scratch space of one owner.
 */
final class RackRounds {
  private final DcNodes nodes;
  private final int[][] most;
  private final int[] held;
  private final boolean[] taken;
  private final boolean[] isOld;
  private int dealt;

  RackRounds(DcNodes nodes, int depth) {
    this.nodes = nodes;
    this.most = new int[depth + 1][];
    for (int width = 1; width <= depth; width++) {
      most[width] = RackRule.of(nodes.rackSizes(), width).most();
    }
    this.held = new int[nodes.racks()];
    this.isOld = new boolean[depth];
    this.taken = new boolean[nodes.count()];
  }

  /** Starts the next arc. */
  void begin() {
    dealt = 0;
    Arrays.fill(held, 0);
    Arrays.fill(taken, false);
  }

  /** Of the nodes that may come next, takes the one whose need is greatest. */
  int takeNeediest(double[] need) {
    dealt++;
    int best = -1;
    for (int n = 0; n < need.length; n++) {
      int rack = nodes.rackOf()[n];
      if (!taken[n] && held[rack] < most[dealt][rack] && (best < 0 || need[n] > need[best])) {
        best = n;
      }
    }
    taken[best] = true;
    held[nodes.rackOf()[best]]++;
    return best;
  }

  /**
   * Orders the first {@code width} slots of an arc into rounds. A list that is in order stays as it
   * is; in another those that the arc had before come as early as they may.
   */
  void deal(ArcLists lists, ArcLists old, int arc, int width) {
    if (dealt(lists, arc, width)) {
      return;
    }
    for (int slot = 0; slot < width; slot++) {
      isOld[slot] = old.contains(arc, old.depth(), lists.get(arc, slot));
    }
    Arrays.fill(held, 0);
    for (int slot = 0; slot < width; slot++) {
      int chosen = -1;
      for (int s = width - 1; s >= slot; s--) {
        int rack = rackAt(lists, arc, s);
        boolean allowed = held[rack] < most[slot + 1][rack];
        boolean noLater = chosen < 0 || isOld[s] || !isOld[chosen];
        if (allowed && noLater) {
          chosen = s;
        }
      }
      int node = lists.get(arc, chosen);
      boolean chosenIsOld = isOld[chosen];
      for (int s = chosen; s > slot; s--) {
        lists.set(arc, s, lists.get(arc, s - 1));
        isOld[s] = isOld[s - 1];
      }
      isOld[slot] = chosenIsOld;
      lists.set(arc, slot, node);
      held[nodes.rackOf()[node]]++;
    }
  }

  /** Whether the first {@code width} slots are in rounds; holes fit anywhere. */
  boolean dealt(ArcLists lists, int arc, int width) {
    Arrays.fill(held, 0);
    for (int slot = 0; slot < width; slot++) {
      int node = lists.get(arc, slot);
      if (node == nodes.count()) {
        continue;
      }
      int rack = nodes.rackOf()[node];
      if (held[rack]++ >= most[slot + 1][rack]) {
        return false;
      }
    }
    return true;
  }

  private int rackAt(ArcLists lists, int arc, int slot) {
    return nodes.rackOf()[lists.get(arc, slot)];
  }
}
