package io.atoll.storage.shard;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much memory the writes of all shards take together that are in no table yet: memtables, and
 * what waits for the log. Any thread.
 */
public final class MemoryBudget {
  private final long limitBytes;
  private final AtomicLong usedBytes = new AtomicLong();

  public MemoryBudget(long limitBytes) {
    this.limitBytes = limitBytes;
  }

  /** Writes are refused beyond this. */
  long limitBytes() {
    return limitBytes;
  }

  long usedBytes() {
    return usedBytes.get();
  }

  void add(long bytes) {
    usedBytes.addAndGet(bytes);
  }

  /** What is in use, as a share of the limit. */
  public double share() {
    return (double) usedBytes.get() / limitBytes;
  }
}
