package io.atoll.ring;

/**
 * What each node holds in each slot, against its share of that slot: the share of the prefix that
 * ends there less the share of the one before. Mutable, of one owner.
 */
final class SlotLoads {
  private final int hole;
  private final int[][] load;
  private final double[][] share;

  /** Of the first {@code width} slots. */
  SlotLoads(DcNodes nodes, ArcLists lists, int width) {
    hole = nodes.count();
    load = new int[width][hole + 1];
    share = new double[width][];
    double[] before = new double[hole];
    for (int slot = 0; slot < width; slot++) {
      double[] prefix = FairShares.of(nodes, lists.partitions(), slot + 1);
      share[slot] = new double[hole];
      for (int n = 0; n < hole; n++) {
        share[slot][n] = prefix[n] - before[n];
      }
      before = prefix;
      for (int arc = 0; arc < lists.partitions(); arc++) {
        load[slot][lists.get(arc, slot)]++;
      }
    }
  }

  /** Whether a node holds more of a slot than its share; a hole always does. */
  boolean above(int slot, int node) {
    return node == hole || load[slot][node] > FairShares.ceiling(share[slot][node]);
  }

  /** Whether a node holds less of a slot than its share. */
  boolean below(int slot, int node) {
    return load[slot][node] < FairShares.floor(share[slot][node]);
  }

  /**
   * Whether a node holds more of a slot than its share cut to a whole number; a hole always does.
   */
  boolean spare(int slot, int node) {
    return node == hole || load[slot][node] > FairShares.floor(share[slot][node]);
  }

  /** Whether a node holds less of a slot than its share filled up to a whole number. */
  boolean room(int slot, int node) {
    return load[slot][node] < FairShares.ceiling(share[slot][node]);
  }

  void moved(int slot, int from, int to) {
    load[slot][from]--;
    load[slot][to]++;
  }
}
