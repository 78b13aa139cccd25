package io.atoll.peer;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What messages in parts may take of a node's memory, those on their way out and those being put
 * together, all loops together: the one place where they are counted. Any thread.
 */
public final class PartMemory {
  private final long maxBytes;
  private final AtomicLong held = new AtomicLong();

  /**
   * @param maxBytes of all such messages; a longer one is never taken
   */
  public PartMemory(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Counts a message, unless all of them would be too much then. */
  boolean take(int bytes) {
    long before;
    do {
      before = held.get();
      if (bytes > maxBytes - before) {
        return false;
      }
    } while (!held.compareAndSet(before, before + bytes));
    return true;
  }

  /** A message that was counted is gone. */
  void give(int bytes) {
    held.addAndGet(-bytes);
  }

  /** Bytes of the messages that are counted now. */
  public long heldBytes() {
    return held.get();
  }

  public long maxBytes() {
    return maxBytes;
  }
}
