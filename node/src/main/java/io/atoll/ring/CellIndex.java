package io.atoll.ring;

import java.util.Arrays;

/** Which cells of the lists hold a node: a linked list per node, threaded through arrays. */
final class CellIndex {
  private final int[] first;
  private final int[] next;
  private final int[] previous;

  /** Of the slots from {@code fixed} to {@code width}. */
  CellIndex(ArcLists lists, int width, int fixed, int nodes) {
    first = new int[nodes];
    Arrays.fill(first, -1);
    next = new int[lists.cells().length];
    previous = new int[lists.cells().length];
    // Backwards along the scattered walk, so that each list runs forwards along it.
    for (int i = lists.partitions() - 1; i >= 0; i--) {
      int arc = lists.scattered(i);
      for (int slot = fixed; slot < width; slot++) {
        add(arc * lists.depth() + slot, lists.get(arc, slot));
      }
    }
  }

  /** A cell of the node, or −1. */
  int first(int node) {
    return first[node];
  }

  /** The cell after {@code cell} of the same node, or −1. */
  int next(int cell) {
    return next[cell];
  }

  void moved(int cell, int from, int to) {
    if (previous[cell] >= 0) {
      next[previous[cell]] = next[cell];
    } else {
      first[from] = next[cell];
    }
    if (next[cell] >= 0) {
      previous[next[cell]] = previous[cell];
    }
    add(cell, to);
  }

  private void add(int cell, int node) {
    next[cell] = first[node];
    previous[cell] = -1;
    if (first[node] >= 0) {
      previous[first[node]] = cell;
    }
    first[node] = cell;
  }
}
