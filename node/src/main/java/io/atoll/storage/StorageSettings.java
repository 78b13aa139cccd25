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
 * @param bufferedWindowMs how long after a write that is acknowledged before its sync a sync
 *     follows at the latest
 */
public record StorageSettings(
    int shards,
    long segmentBytes,
    int batchBytes,
    long memtableLimitBytes,
    long pendingLimitBytes,
    long retryMs,
    long bufferedWindowMs) {
  /** The number of shards of a new data directory. */
  public static final int DEFAULT_SHARDS = 8;

  public StorageSettings {
    require(shards >= 1 && shards <= 1_024, "shards", shards, "1 to 1024");
    require(segmentBytes >= 1_024, "segmentBytes", segmentBytes, "1024 or more");
    require(batchBytes >= 1 && batchBytes <= 16 << 20, "batchBytes", batchBytes, "1 to 16777216");
    require(memtableLimitBytes >= 1, "memtableLimitBytes", memtableLimitBytes, "1 or more");
    require(pendingLimitBytes >= 1, "pendingLimitBytes", pendingLimitBytes, "1 or more");
    require(retryMs >= 1, "retryMs", retryMs, "1 or more");
    require(bufferedWindowMs >= 1, "bufferedWindowMs", bufferedWindowMs, "1 or more");
  }

  /** 8 shards, 64 MiB segments, 1 MiB batches, a quarter of the heap, 16 MiB, 1 s, 10 ms. */
  public static StorageSettings defaults() {
    return new StorageSettings(
        DEFAULT_SHARDS,
        64L << 20,
        1 << 20,
        Runtime.getRuntime().maxMemory() / 4,
        16L << 20,
        1_000,
        10);
  }

  public StorageSettings withShards(int value) {
    return new StorageSettings(
        value,
        segmentBytes,
        batchBytes,
        memtableLimitBytes,
        pendingLimitBytes,
        retryMs,
        bufferedWindowMs);
  }

  public StorageSettings withSegmentBytes(long value) {
    return new StorageSettings(
        shards,
        value,
        batchBytes,
        memtableLimitBytes,
        pendingLimitBytes,
        retryMs,
        bufferedWindowMs);
  }

  public StorageSettings withBatchBytes(int value) {
    return new StorageSettings(
        shards,
        segmentBytes,
        value,
        memtableLimitBytes,
        pendingLimitBytes,
        retryMs,
        bufferedWindowMs);
  }

  public StorageSettings withMemtableLimitBytes(long value) {
    return new StorageSettings(
        shards, segmentBytes, batchBytes, value, pendingLimitBytes, retryMs, bufferedWindowMs);
  }

  public StorageSettings withPendingLimitBytes(long value) {
    return new StorageSettings(
        shards, segmentBytes, batchBytes, memtableLimitBytes, value, retryMs, bufferedWindowMs);
  }

  public StorageSettings withRetryMs(long value) {
    return new StorageSettings(
        shards,
        segmentBytes,
        batchBytes,
        memtableLimitBytes,
        pendingLimitBytes,
        value,
        bufferedWindowMs);
  }

  public StorageSettings withBufferedWindowMs(long value) {
    return new StorageSettings(
        shards, segmentBytes, batchBytes, memtableLimitBytes, pendingLimitBytes, retryMs, value);
  }

  private static void require(boolean holds, String name, long value, String allowed) {
    if (!holds) {
      throw new IllegalArgumentException(
          "storage setting " + name + " is " + value + " and must be " + allowed);
    }
  }
}
