package io.atoll.storage.engine;

import io.atoll.storage.Durability;
import io.atoll.storage.ScanRange;
import io.atoll.storage.StorageKey;

/** What a {@link ModelTrial} does to an engine and to its model. */
sealed interface ModelStep {
  /** Sets, or with a null length removes, a key that is looked at first. */
  record Change(int shard, StorageKey key, Integer lengthBytes, Durability durability)
      implements ModelStep {}

  /** The same without a look. */
  record Put(int shard, StorageKey key, Integer lengthBytes, Durability durability)
      implements ModelStep {}

  /** Reads a key behind everything that was asked before. */
  record Get(int shard, StorageKey key) implements ModelStep {}

  /** Begins a scan, which goes on during the steps that follow. */
  record Scan(int shard, ScanRange range) implements ModelStep {}

  record Estimate(int shard, ScanRange range) implements ModelStep {}

  record Drop(int shard, ScanRange range) implements ModelStep {}

  /** Brings so many entries to a range, to be refused unless it is empty. */
  record Ingest(int shard, ScanRange range, int entries) implements ModelStep {}

  /** Runs some tasks. */
  record Run(int tasks) implements ModelStep {}

  /** Begins a flush. */
  record Flush(int shard) implements ModelStep {}

  /** Goes on until nothing is left to compact. */
  record Settle() implements ModelStep {}

  /** How much of what is read needs no wait. */
  enum PageCache {
    ALL,
    HALF,
    NOTHING
  }

  record SlowDisk(PageCache pageCache) implements ModelStep {}

  /** Takes a snapshot and opens it. */
  record Snapshot() implements ModelStep {}

  record Reopen() implements ModelStep {}

  record PowerLoss(long seed) implements ModelStep {}
}
