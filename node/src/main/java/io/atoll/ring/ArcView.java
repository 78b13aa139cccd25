package io.atoll.ring;

/**
 * One arc seen through the rack rule: answers whether one node may replace another in its first
 * {@code width} slots. Entering an arc costs its width; each question then costs a few reads.
 */
final class ArcView {
  private final DcNodes nodes;
  private final ArcLists lists;
  private final int width;
  private final RackRule rule;
  private final int hole;
  private final int[] seenIn;
  private final int[] held;
  private int stamp;
  private int entered = -1;
  private int holes;
  private int missing;

  ArcView(DcNodes nodes, ArcLists lists, int width) {
    this.nodes = nodes;
    this.lists = lists;
    this.width = width;
    this.rule = RackRule.of(nodes.rackSizes(), width);
    this.hole = nodes.count();
    this.seenIn = new int[nodes.count()];
    this.held = new int[nodes.racks()];
  }

  /** Looks at {@code arc}. */
  void enter(int arc) {
    if (arc == entered) {
      return;
    }
    entered = arc;
    stamp++;
    holes = 0;
    missing = 0;
    for (int rack = 0; rack < held.length; rack++) {
      held[rack] = 0;
      missing += rule.least()[rack];
    }
    for (int slot = 0; slot < width; slot++) {
      int node = lists.get(arc, slot);
      if (node == hole) {
        holes++;
        continue;
      }
      seenIn[node] = stamp;
      int rack = nodes.rackOf()[node];
      if (held[rack]++ < rule.least()[rack]) {
        missing--;
      }
    }
  }

  /** To be called when a list was changed: what is known of the arc is no longer true. */
  void forget() {
    entered = -1;
  }

  /**
   * Whether {@code taker} may stand where {@code giver}, a node or a hole of this arc, stands: it
   * is not yet here, its rack has room, and the replicas that racks still must get have holes left.
   */
  boolean allows(int giver, int taker) {
    if (seenIn[taker] == stamp) {
      return false;
    }
    int to = nodes.rackOf()[taker];
    if (giver != hole && nodes.rackOf()[giver] == to) {
      return true;
    }
    if (held[to] >= rule.most()[to]) {
      return false;
    }
    int missingThen = missing - (held[to] < rule.least()[to] ? 1 : 0);
    if (giver == hole) {
      return missingThen <= holes - 1;
    }
    int from = nodes.rackOf()[giver];
    return missingThen + (held[from] <= rule.least()[from] ? 1 : 0) <= holes;
  }

  /** Replicas above what racks may hold, or that must make room for racks that hold too few. */
  boolean surplus(int node) {
    int rack = nodes.rackOf()[node];
    return held[rack] > rule.most()[rack] || (missing > holes && held[rack] > rule.least()[rack]);
  }
}
