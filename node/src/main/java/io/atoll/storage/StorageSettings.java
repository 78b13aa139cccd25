package io.atoll.storage;

/**
 * The engine's limits.
 *
 * @param shards how many shards a new data directory gets; an existing one keeps its own
 * @param segmentBytes a log segment that is longer than this is followed by a new one
 * @param batchBytes a group commit that is longer than this takes no further write
 * @param memtableLimitBytes writes are refused while keys and values in memory exceed this
 * @param pendingLimitBytes writes to a shard are refused while its writes that wait for a sync
 *     exceed this
 * @param retryMs how long after a failure of the log a new segment is tried
 */
public record StorageSettings(
    int shards,
    long segmentBytes,
    int batchBytes,
    long memtableLimitBytes,
    long pendingLimitBytes,
    long retryMs) {
  /** The number of shards of a new data directory. */
  public static final int DEFAULT_SHARDS = 8;

  public StorageSettings {
    require(shards >= 1 && shards <= 1_024, "shards", shards, "1 to 1024");
    require(segmentBytes >= 1_024, "segmentBytes", segmentBytes, "1024 or more");
    require(batchBytes >= 1 && batchBytes <= 16 << 20, "batchBytes", batchBytes, "1 to 16777216");
    require(memtableLimitBytes >= 1, "memtableLimitBytes", memtableLimitBytes, "1 or more");
    require(pendingLimitBytes >= 1, "pendingLimitBytes", pendingLimitBytes, "1 or more");
    require(retryMs >= 1, "retryMs", retryMs, "1 or more");
  }

  /** 8 shards, 64 MiB segments, 1 MiB batches, a quarter of the heap, 16 MiB, 1 s. */
  public static StorageSettings defaults() {
    return new StorageSettings(
        DEFAULT_SHARDS, 64L << 20, 1 << 20, Runtime.getRuntime().maxMemory() / 4, 16L << 20, 1_000);
  }

  public StorageSettings withShards(int value) {
    return new StorageSettings(
        value, segmentBytes, batchBytes, memtableLimitBytes, pendingLimitBytes, retryMs);
  }

  public StorageSettings withSegmentBytes(long value) {
    return new StorageSettings(
        shards, value, batchBytes, memtableLimitBytes, pendingLimitBytes, retryMs);
  }

  public StorageSettings withBatchBytes(int value) {
    return new StorageSettings(
        shards, segmentBytes, value, memtableLimitBytes, pendingLimitBytes, retryMs);
  }

  public StorageSettings withMemtableLimitBytes(long value) {
    return new StorageSettings(shards, segmentBytes, batchBytes, value, pendingLimitBytes, retryMs);
  }

  public StorageSettings withPendingLimitBytes(long value) {
    return new StorageSettings(
        shards, segmentBytes, batchBytes, memtableLimitBytes, value, retryMs);
  }

  public StorageSettings withRetryMs(long value) {
    return new StorageSettings(
        shards, segmentBytes, batchBytes, memtableLimitBytes, pendingLimitBytes, value);
  }

  private static void require(boolean holds, String name, long value, String allowed) {
    if (!holds) {
      throw new IllegalArgumentException(
          "storage setting " + name + " is " + value + " and must be " + allowed);
    }
  }
}
