package io.atoll.storage.memtable;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Pieces of memory off the Java heap that memtables are filled into: taken when one grows, given
 * back when it has been flushed, so that a busy engine allocates none. Any thread.
 *
 * <p>What is not in use goes with the last reference to this (the arena is automatic), so an engine
 * that is closed need not free anything.
 */
public final class Chunks {
  private final int chunkBytes;
  private final int keptAtMost;
  private final ConcurrentLinkedQueue<MemorySegment> free = new ConcurrentLinkedQueue<>();
  private final AtomicInteger freeCount = new AtomicInteger();

  /**
   * @param chunkBytes of one piece
   * @param keptBytes how much is kept for later when it is given back
   */
  public Chunks(int chunkBytes, long keptBytes) {
    this.chunkBytes = chunkBytes;
    this.keptAtMost = Math.toIntExact(Math.min(keptBytes / chunkBytes, Integer.MAX_VALUE));
  }

  /** A piece with room for at least that many bytes; its content is anything. */
  MemorySegment take(long atLeastBytes) {
    if (atLeastBytes <= chunkBytes) {
      MemorySegment chunk = free.poll();
      if (chunk != null) {
        freeCount.decrementAndGet();
        return chunk;
      }
    }
    return Arena.ofAuto().allocate(Math.max(atLeastBytes, chunkBytes), Long.BYTES);
  }

  /** Nobody uses a piece any more. */
  void give(MemorySegment chunk) {
    if (chunk.byteSize() != chunkBytes) {
      return;
    }
    if (freeCount.incrementAndGet() <= keptAtMost) {
      free.add(chunk);
    } else {
      freeCount.decrementAndGet();
    }
  }
}
