package io.atoll.storage.compaction;

/**
 * Where nothing older lies beneath what is compacted: there, removals have nothing left to hide.
 */
@FunctionalInterface
public interface Bottom {
  /** Whether nothing older, readable or lost, lies beneath a token. Asked in ascending order. */
  boolean isReachedAt(long token);
}
