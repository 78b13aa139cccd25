package io.atoll.storage.cache;

/**
 * Slots in the order in which they came. Several queues share the links, since a slot is in one of
 * them at most; any slot can be taken out.
 */
final class SlotQueue {
  private static final int NONE = -1;

  private final int[] previous;
  private final int[] next;
  private int first = NONE;
  private int last = NONE;
  private long bytes;

  SlotQueue(int[] previous, int[] next) {
    this.previous = previous;
    this.next = next;
  }

  boolean isEmpty() {
    return first == NONE;
  }

  /** The slot that came first; -1 when there is none. */
  int first() {
    return first;
  }

  /** Sum of what was said of its slots. */
  long bytes() {
    return bytes;
  }

  void add(int slot, long slotBytes) {
    previous[slot] = last;
    next[slot] = NONE;
    if (last == NONE) {
      first = slot;
    } else {
      next[last] = slot;
    }
    last = slot;
    bytes += slotBytes;
  }

  void remove(int slot, long slotBytes) {
    if (previous[slot] == NONE) {
      first = next[slot];
    } else {
      next[previous[slot]] = next[slot];
    }
    if (next[slot] == NONE) {
      last = previous[slot];
    } else {
      previous[next[slot]] = previous[slot];
    }
    bytes -= slotBytes;
  }
}
