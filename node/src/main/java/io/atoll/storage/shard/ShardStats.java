package io.atoll.storage.shard;

import io.atoll.storage.StorageMetric;
import io.atoll.storage.StorageStats;
import io.atoll.storage.cache.BlockCache;
import io.atoll.storage.read.BlockReads;
import io.atoll.storage.read.LiveTable;
import io.atoll.storage.read.ShardMemory;
import java.io.IOException;
import java.util.List;

/** What one shard's store holds and did, in figures. Belongs to the shard's loop. */
final class ShardStats {
  private final ShardMemory memory;
  private final ShardTables tables;
  private final BlockReads reads;
  private final ShardCompactor compactor;
  private final TableFailures failures;
  private long flushes;
  private long flushedBytes;
  private long delayedWrites;

  ShardStats(
      ShardMemory memory,
      ShardTables tables,
      BlockReads reads,
      ShardCompactor compactor,
      TableFailures failures) {
    this.memory = memory;
    this.tables = tables;
    this.reads = reads;
    this.compactor = compactor;
    this.failures = failures;
  }

  /** A memtable has become tables. */
  void flushed(List<LiveTable> added) {
    flushes++;
    added.forEach(table -> flushedBytes += table.meta.sizeBytes());
  }

  /** A write is answered later, because flushes or compactions do not keep up. */
  void writeDelayed() {
    delayedWrites++;
  }

  /**
   * The figures as they stand.
   *
   * @param flushFailure why the last flush failed; null when it did not
   */
  StorageStats now(IOException flushFailure) {
    BlockCache cache = reads.cache();
    IOException failure = flushFailure != null ? flushFailure : tables.failure();
    if (failure == null) {
      failure = compactor.failure();
    }
    return new StorageStats.Builder()
        .set(StorageMetric.KEYS, keys())
        .set(StorageMetric.CONTENT_BYTES, contentBytes())
        .set(StorageMetric.MEMTABLE_BYTES, memory.usedBytes())
        .set(StorageMetric.MEMTABLES_FULL, memory.full().length)
        .set(StorageMetric.TABLES, tables.all().size())
        .set(StorageMetric.TABLE_BYTES, tableBytes())
        .set(StorageMetric.INDEX_BYTES, tables.memoryBytes())
        .set(StorageMetric.READ_DEPTH, compactor.readDepth())
        .set(StorageMetric.COMPACTION_DEBT_BYTES, compactor.debtBytes())
        .set(StorageMetric.CACHE_BYTES, cache.usedBytes())
        .set(StorageMetric.CACHE_HITS, cache.hits())
        .set(StorageMetric.CACHE_MISSES, cache.misses())
        .set(StorageMetric.PAGE_CACHE_READS, reads.readsNow())
        .set(StorageMetric.WAITED_READS, reads.readsWaited())
        .set(StorageMetric.FLUSHES, flushes)
        .set(StorageMetric.FLUSHED_BYTES, flushedBytes)
        .set(StorageMetric.COMPACTIONS, compactor.compactions())
        .set(StorageMetric.COMPACTION_READ_BYTES, compactor.readBytes())
        .set(StorageMetric.COMPACTION_WRITTEN_BYTES, compactor.writtenBytes())
        .set(StorageMetric.WRITES_DELAYED, delayedWrites)
        .set(StorageMetric.DAMAGES, failures.damages())
        .set(StorageMetric.MISSING_RANGES, tables.state().missingRanges().size())
        .set(StorageMetric.BACKGROUND_FAILING, failure == null ? 0 : 1)
        .failing(failure == null ? null : String.valueOf(failure.getMessage()))
        .build();
  }

  private long tableBytes() {
    long bytes = 0;
    for (LiveTable table : tables.all()) {
      bytes += table.meta.sizeBytes();
    }
    return bytes;
  }

  /** A key that was written over counts once for each table. */
  private long keys() {
    long keys = memory.entries();
    for (LiveTable table : tables.all()) {
      keys += table.meta.entries() - table.meta.removals();
    }
    return keys;
  }

  private long contentBytes() {
    long bytes = memory.contentBytes();
    for (LiveTable table : tables.all()) {
      bytes += table.meta.contentBytes();
    }
    return bytes;
  }
}
