package io.atoll.storage.shard;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Lets a bounded number of shards compact at a time, in the order in which they ask: a compaction
 * that has the worker for itself ends sooner than several that share it, and its inputs can go
 * sooner. Any thread.
 */
public final class CompactionSlots {
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private int free;

  public CompactionSlots(int slots) {
    this.free = slots;
  }

  /**
   * Asks for a slot.
   *
   * @param granted run when there is one, within this call or by whoever gives one back
   */
  void take(Runnable granted) {
    synchronized (waiting) {
      if (free == 0) {
        waiting.add(granted);
        return;
      }
      free--;
    }
    granted.run();
  }

  /** Gives a slot back. */
  void give() {
    Runnable next;
    synchronized (waiting) {
      next = waiting.poll();
      if (next == null) {
        free++;
        return;
      }
    }
    next.run();
  }
}
