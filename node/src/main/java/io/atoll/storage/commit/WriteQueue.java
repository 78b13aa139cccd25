package io.atoll.storage.commit;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Writes on their way from any number of loops to one worker. A stack (Treiber, "Systems
 * Programming: Coping with Parallelism", 1986) that is always taken as a whole and turned around:
 * an offer is one compare-and-set and allocates nothing, and taking everything that waits, which is
 * what a group commit wants, is one exchange.
 */
final class WriteQueue {
  private final AtomicReference<PendingWrite> newest = new AtomicReference<>();

  /**
   * Adds a write.
   *
   * @return whether the queue was empty, so that somebody must see to it that it is taken
   */
  boolean offer(PendingWrite write) {
    PendingWrite before;
    do {
      before = newest.get();
      write.next = before;
      write.depth = before == null ? 1 : before.depth + 1;
    } while (!newest.compareAndSet(before, write));
    return before == null;
  }

  /** How many writes wait. */
  int length() {
    PendingWrite write = newest.get();
    return write == null ? 0 : write.depth;
  }

  /** All writes in the order in which they were offered, linked; null when there are none. */
  PendingWrite takeAll() {
    PendingWrite stack = newest.getAndSet(null);
    PendingWrite reversed = null;
    while (stack != null) {
      PendingWrite below = stack.next;
      stack.next = reversed;
      reversed = stack;
      stack = below;
    }
    return reversed;
  }
}
