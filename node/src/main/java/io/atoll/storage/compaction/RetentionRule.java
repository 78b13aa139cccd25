package io.atoll.storage.compaction;

import java.lang.foreign.MemorySegment;

/**
 * Decides from above what of the newest states is worth keeping: the storage engine knows nothing
 * of what values mean. Asked about the newest state of a key only, and only when nothing older lies
 * beneath, so that what is dropped leaves nothing to come back. Called on workers, possibly on
 * several at once; it must answer the same for the same state for as long as a compaction goes on.
 */
@FunctionalInterface
public interface RetentionRule {
  /** Nothing is dropped. */
  RetentionRule KEEP_ALL = (keyspaceId, token, segment, key, keyLength, value, valueLength) -> true;

  /**
   * Whether a state must be kept.
   *
   * @param segment holds key and value during this call
   * @param keyOffset where the key begins in it
   * @param valueOffset where the value begins in it
   */
  boolean keeps(
      int keyspaceId,
      long token,
      MemorySegment segment,
      long keyOffset,
      int keyLength,
      long valueOffset,
      int valueLength);
}
