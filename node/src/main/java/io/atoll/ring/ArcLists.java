package io.atoll.ring;

/**
 * The lists of one DC while they are being worked on: for every arc, its nodes in order, as indexes
 * into {@link DcNodes}. Mutable, of one owner.
 *
 * @param partitions arcs
 * @param depth slots per arc
 * @param cells arc by arc, slot by slot
 */
record ArcLists(int partitions, int depth, int[] cells) {
  static ArcLists empty(int partitions, int depth) {
    return new ArcLists(partitions, depth, new int[partitions * depth]);
  }

  int get(int arc, int slot) {
    return cells[arc * depth + slot];
  }

  void set(int arc, int slot, int node) {
    cells[arc * depth + slot] = node;
  }

  void swap(int arc, int slot, int other) {
    int node = get(arc, slot);
    set(arc, slot, get(arc, other));
    set(arc, other, node);
  }

  boolean contains(int arc, int width, int node) {
    for (int slot = 0; slot < width; slot++) {
      if (get(arc, slot) == node) {
        return true;
      }
    }
    return false;
  }

  /** The same lists cut or stretched to another depth; new slots are empty of meaning. */
  ArcLists withDepth(int newDepth) {
    ArcLists result = empty(partitions, newDepth);
    int kept = Math.min(depth, newDepth);
    for (int arc = 0; arc < partitions; arc++) {
      System.arraycopy(cells, arc * depth, result.cells, arc * newDepth, kept);
    }
    return result;
  }

  /** Arcs of each node among the first {@code width} slots; index {@code nodes} counts holes. */
  int[] loads(int width, int nodes) {
    int[] loads = new int[nodes + 1];
    for (int arc = 0; arc < partitions; arc++) {
      for (int slot = 0; slot < width; slot++) {
        loads[get(arc, slot)]++;
      }
    }
    return loads;
  }

  /**
   * The {@code i}th arc of a walk that visits every arc once and is spread evenly over the ring
   * wherever it stops, so that what a change takes first is no contiguous range.
   */
  int scattered(int i) {
    // Odd, hence coprime to a power of two; near the golden section of 2^16.
    return (i * 40503) & (partitions - 1);
  }
}
