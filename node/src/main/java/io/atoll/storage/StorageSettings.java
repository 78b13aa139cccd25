package io.atoll.storage;

import io.atoll.storage.compaction.CompactionSettings;
import io.atoll.storage.compaction.RetentionRule;
import io.atoll.storage.table.TableSettings;

/**
 * The engine's limits. The withers make a copy with one of them changed.
 *
 * @param shards how many shards a new data directory gets; an existing one keeps its own
 * @param segmentBytes a log segment that is longer than this is followed by a new one
 * @param logBytes when the log is longer than this, shards are flushed so that it can be shortened
 * @param batchBytes a group commit that is longer than this takes no further write
 * @param bufferedWindowMs writes acknowledged before they are synced are synced after this time at
 *     most
 * @param memtableBytes memory for writes that are not in tables yet: half of it is filled while the
 *     other half is flushed; writes are refused beyond it
 * @param blockCacheBytes memory for blocks of tables
 * @param pendingLimitBytes writes to a shard are refused while its writes that wait for the log
 *     exceed this
 * @param retryMs how long after a failure of the disk the next attempt is made
 * @param readers how many reads wait for the disk at the same time
 * @param tables how tables are written
 * @param compaction when and how they are compacted
 * @param retention says which newest states need not be kept
 */
public record StorageSettings(
    int shards,
    long segmentBytes,
    long logBytes,
    int batchBytes,
    long bufferedWindowMs,
    long memtableBytes,
    long blockCacheBytes,
    long pendingLimitBytes,
    long retryMs,
    int readers,
    TableSettings tables,
    CompactionSettings compaction,
    RetentionRule retention) {
  /** The number of shards of a new data directory. */
  public static final int DEFAULT_SHARDS = 8;

  public StorageSettings {
    require(shards >= 1 && shards <= 1_000, "shards", shards, "1 to 1000");
    require(segmentBytes >= 1_024, "segmentBytes", segmentBytes, "1024 or more");
    require(logBytes >= segmentBytes, "logBytes", logBytes, "segmentBytes or more");
    require(batchBytes >= 1 && batchBytes <= 16 << 20, "batchBytes", batchBytes, "1 to 16777216");
    require(bufferedWindowMs >= 1, "bufferedWindowMs", bufferedWindowMs, "1 or more");
    require(memtableBytes >= 1, "memtableBytes", memtableBytes, "1 or more");
    require(blockCacheBytes >= 0, "blockCacheBytes", blockCacheBytes, "0 or more");
    require(pendingLimitBytes >= 1, "pendingLimitBytes", pendingLimitBytes, "1 or more");
    require(retryMs >= 1, "retryMs", retryMs, "1 or more");
    require(readers >= 1, "readers", readers, "1 or more");
  }

  /**
   * 8 shards, 64 MiB segments, 1 GiB of log, 1 MiB batches, 10 ms, 128 MiB of memtables, 256 MiB of
   * blocks, 16 MiB, 1 s, 8 readers.
   */
  public static StorageSettings defaults() {
    return new StorageSettings(
        DEFAULT_SHARDS,
        64L << 20,
        1L << 30,
        1 << 20,
        10,
        128L << 20,
        256L << 20,
        16L << 20,
        1_000,
        8,
        TableSettings.defaults(),
        CompactionSettings.defaults(),
        RetentionRule.KEEP_ALL);
  }

  /** Memtables grow by pieces of this size. */
  int chunkBytes() {
    return Math.clamp(rotateBytes() / 16, 1 << 10, 1 << 20);
  }

  /** A memtable that uses more than this is flushed. */
  long rotateBytes() {
    return Math.max(1, memtableBytes / (2L * shards));
  }

  public StorageSettings withShards(int value) {
    return new StorageSettings(
        value,
        segmentBytes,
        logBytes,
        batchBytes,
        bufferedWindowMs,
        memtableBytes,
        blockCacheBytes,
        pendingLimitBytes,
        retryMs,
        readers,
        tables,
        compaction,
        retention);
  }

  public StorageSettings withSegmentBytes(long value) {
    return new StorageSettings(
        shards,
        value,
        logBytes,
        batchBytes,
        bufferedWindowMs,
        memtableBytes,
        blockCacheBytes,
        pendingLimitBytes,
        retryMs,
        readers,
        tables,
        compaction,
        retention);
  }

  public StorageSettings withLogBytes(long value) {
    return new StorageSettings(
        shards,
        segmentBytes,
        value,
        batchBytes,
        bufferedWindowMs,
        memtableBytes,
        blockCacheBytes,
        pendingLimitBytes,
        retryMs,
        readers,
        tables,
        compaction,
        retention);
  }

  public StorageSettings withBatchBytes(int value) {
    return new StorageSettings(
        shards,
        segmentBytes,
        logBytes,
        value,
        bufferedWindowMs,
        memtableBytes,
        blockCacheBytes,
        pendingLimitBytes,
        retryMs,
        readers,
        tables,
        compaction,
        retention);
  }

  public StorageSettings withBufferedWindowMs(long value) {
    return new StorageSettings(
        shards,
        segmentBytes,
        logBytes,
        batchBytes,
        value,
        memtableBytes,
        blockCacheBytes,
        pendingLimitBytes,
        retryMs,
        readers,
        tables,
        compaction,
        retention);
  }

  public StorageSettings withMemtableBytes(long value) {
    return new StorageSettings(
        shards,
        segmentBytes,
        logBytes,
        batchBytes,
        bufferedWindowMs,
        value,
        blockCacheBytes,
        pendingLimitBytes,
        retryMs,
        readers,
        tables,
        compaction,
        retention);
  }

  public StorageSettings withBlockCacheBytes(long value) {
    return new StorageSettings(
        shards,
        segmentBytes,
        logBytes,
        batchBytes,
        bufferedWindowMs,
        memtableBytes,
        value,
        pendingLimitBytes,
        retryMs,
        readers,
        tables,
        compaction,
        retention);
  }

  public StorageSettings withPendingLimitBytes(long value) {
    return new StorageSettings(
        shards,
        segmentBytes,
        logBytes,
        batchBytes,
        bufferedWindowMs,
        memtableBytes,
        blockCacheBytes,
        value,
        retryMs,
        readers,
        tables,
        compaction,
        retention);
  }

  public StorageSettings withRetryMs(long value) {
    return new StorageSettings(
        shards,
        segmentBytes,
        logBytes,
        batchBytes,
        bufferedWindowMs,
        memtableBytes,
        blockCacheBytes,
        pendingLimitBytes,
        value,
        readers,
        tables,
        compaction,
        retention);
  }

  public StorageSettings withReaders(int value) {
    return new StorageSettings(
        shards,
        segmentBytes,
        logBytes,
        batchBytes,
        bufferedWindowMs,
        memtableBytes,
        blockCacheBytes,
        pendingLimitBytes,
        retryMs,
        value,
        tables,
        compaction,
        retention);
  }

  public StorageSettings withTables(TableSettings value) {
    return new StorageSettings(
        shards,
        segmentBytes,
        logBytes,
        batchBytes,
        bufferedWindowMs,
        memtableBytes,
        blockCacheBytes,
        pendingLimitBytes,
        retryMs,
        readers,
        value,
        compaction,
        retention);
  }

  public StorageSettings withCompaction(CompactionSettings value) {
    return new StorageSettings(
        shards,
        segmentBytes,
        logBytes,
        batchBytes,
        bufferedWindowMs,
        memtableBytes,
        blockCacheBytes,
        pendingLimitBytes,
        retryMs,
        readers,
        tables,
        value,
        retention);
  }

  public StorageSettings withRetention(RetentionRule value) {
    return new StorageSettings(
        shards,
        segmentBytes,
        logBytes,
        batchBytes,
        bufferedWindowMs,
        memtableBytes,
        blockCacheBytes,
        pendingLimitBytes,
        retryMs,
        readers,
        tables,
        compaction,
        value);
  }

  private static void require(boolean holds, String name, long value, String allowed) {
    if (!holds) {
      throw new IllegalArgumentException(
          "storage setting " + name + " is " + value + " and must be " + allowed);
    }
  }
}
