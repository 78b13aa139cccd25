package io.atoll.hints;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many hints a node holds, how many bytes they take, and how many of both it may hold: for all
 * its shards and all targets together. Dirty arcs are counted beside them; there are at most as
 * many as there are arcs, keyspaces and targets. Callable from any thread.
 */
public final class HintBounds {
  private final HintSettings settings;
  private final AtomicLong count = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong dirtyArcs = new AtomicLong();

  public HintBounds(HintSettings settings) {
    this.settings = settings;
  }

  /** Takes room for one more hint, or says that there is none. */
  boolean tryTake(long sizeBytes) {
    take(sizeBytes);
    if (count.get() <= settings.maxCount() && bytes.get() <= settings.maxBytes()) {
      return true;
    }
    give(1, sizeBytes);
    return false;
  }

  /** Takes room for a hint that exists already, beyond the bound if need be. */
  void take(long sizeBytes) {
    count.incrementAndGet();
    bytes.addAndGet(sizeBytes);
  }

  /** Gives the room of some hints back. */
  void give(long hints, long sizeBytes) {
    count.addAndGet(-hints);
    bytes.addAndGet(-sizeBytes);
  }

  void arcIsDirty() {
    dirtyArcs.incrementAndGet();
  }

  void arcIsClean() {
    dirtyArcs.decrementAndGet();
  }

  /** Hints that are held, those included that are on their way to the disk. */
  public long count() {
    return count.get();
  }

  /** Bytes that they take. */
  public long bytes() {
    return bytes.get();
  }

  /** Arcs that are dirty, counted once for each keyspace and target. */
  public long dirtyArcs() {
    return dirtyArcs.get();
  }
}
