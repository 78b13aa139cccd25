package io.atoll.storage;

import io.atoll.env.Require;
import io.atoll.storage.compaction.CompactionSettings;
import io.atoll.storage.table.TableSettings;

/**
 * The engine's limits, in groups; {@code with} makes a copy with another group.
 *
 * @param tables how tables are written
 * @param compaction when and how they are compacted
 */
public record StorageSettings(
    Shards shards, Log log, Reads reads, TableSettings tables, CompactionSettings compaction) {
  /** 8 shards, 128 MiB of memtables, 1 GiB of log, 256 MiB of blocks, 8 readers. */
  public static final StorageSettings DEFAULT =
      new StorageSettings(
          new Shards(8, 128L << 20, 16L << 20),
          new Log(64L << 20, 1L << 30, 1 << 20, 10, 1_000),
          new Reads(256L << 20, 8),
          TableSettings.DEFAULT,
          CompactionSettings.DEFAULT);

  /**
   * The shards, and the memory for what they have not in tables yet.
   *
   * @param count how many a new data directory gets; an existing one keeps its own
   * @param memtableBytes memory for writes that are not in tables yet, those that wait for the log
   *     among them: half of it is filled while the other half is flushed; writes are refused beyond
   *     it
   * @param pendingLimitBytes writes to a shard are refused while its writes that wait for the log
   *     exceed this
   */
  public record Shards(int count, long memtableBytes, long pendingLimitBytes) {
    public Shards {
      Require.between(1, 1_000, "shards.count", count);
      Require.atLeast(1, "shards.memtableBytes", memtableBytes);
      Require.atLeast(1, "shards.pendingLimitBytes", pendingLimitBytes);
    }

    public Shards withCount(int other) {
      return new Shards(other, memtableBytes, pendingLimitBytes);
    }

    public Shards withMemtableBytes(long other) {
      return new Shards(count, other, pendingLimitBytes);
    }

    public Shards withPendingLimitBytes(long other) {
      return new Shards(count, memtableBytes, other);
    }

    /** Memtables grow by pieces of this size. */
    public int chunkBytes() {
      return Math.clamp(rotateBytes() / 16, 1 << 10, 1 << 20);
    }

    /** A memtable that uses more than this is flushed. */
    public long rotateBytes() {
      return Math.max(1, memtableBytes / (2L * count));
    }
  }

  /**
   * The commit log.
   *
   * @param segmentBytes a segment that is longer than this is followed by a new one
   * @param maxBytes when the log is longer than this, shards are flushed so that it can be
   *     shortened
   * @param batchBytes a group commit that is longer than this takes no further write
   * @param bufferedWindowMs writes acknowledged before they are synced are synced after this time
   *     at most
   * @param retryMs how long after a failure of the disk the next attempt is made, to write the log
   *     or anything else
   */
  public record Log(
      long segmentBytes, long maxBytes, int batchBytes, long bufferedWindowMs, long retryMs) {
    public Log {
      Require.atLeast(1_024, "log.segmentBytes", segmentBytes);
      Require.that(
          maxBytes >= segmentBytes,
          "log.maxBytes",
          maxBytes,
          "at least log.segmentBytes, " + segmentBytes);
      Require.between(1, 16 << 20, "log.batchBytes", batchBytes);
      Require.atLeast(1, "log.bufferedWindowMs", bufferedWindowMs);
      Require.atLeast(1, "log.retryMs", retryMs);
    }

    public Log withSegmentBytes(long other) {
      return new Log(other, maxBytes, batchBytes, bufferedWindowMs, retryMs);
    }

    public Log withMaxBytes(long other) {
      return new Log(segmentBytes, other, batchBytes, bufferedWindowMs, retryMs);
    }

    public Log withBatchBytes(int other) {
      return new Log(segmentBytes, maxBytes, other, bufferedWindowMs, retryMs);
    }
  }

  /**
   * What reads may use.
   *
   * @param cacheBytes memory for blocks of tables
   * @param readers how many reads wait for the disk at the same time
   */
  public record Reads(long cacheBytes, int readers) {
    public Reads {
      Require.atLeast(0, "reads.cacheBytes", cacheBytes);
      Require.atLeast(1, "reads.readers", readers);
    }

    public Reads withCacheBytes(long other) {
      return new Reads(other, readers);
    }
  }

  public StorageSettings with(Shards other) {
    return new StorageSettings(other, log, reads, tables, compaction);
  }

  public StorageSettings with(Log other) {
    return new StorageSettings(shards, other, reads, tables, compaction);
  }

  public StorageSettings with(Reads other) {
    return new StorageSettings(shards, log, other, tables, compaction);
  }

  public StorageSettings with(TableSettings other) {
    return new StorageSettings(shards, log, reads, other, compaction);
  }

  public StorageSettings with(CompactionSettings other) {
    return new StorageSettings(shards, log, reads, tables, other);
  }
}
