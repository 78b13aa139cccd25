package io.atoll.storage;

/**
 * One thing that the storage engine holds or counts. Units stand last in the names; {@code
 * docs/metrics.md} says more of each.
 */
public enum StorageMetric {
  KEYS(Kind.HELD, "Keys held"),
  CONTENT_BYTES(Kind.HELD, "Bytes of those keys and their states"),
  MEMTABLE_BYTES(Kind.HELD, "Memory of writes that are in no table yet"),
  MEMTABLES_FULL(Kind.HELD, "Memtables that wait to be flushed"),
  TABLES(Kind.HELD, "Sorted tables"),
  TABLE_BYTES(Kind.HELD, "Bytes of their files"),
  INDEX_BYTES(Kind.HELD, "Memory of indexes and filters"),
  READ_DEPTH(Kind.HELD, "Tables that a read meets in the worst place"),
  COMPACTION_DEBT_BYTES(Kind.HELD, "Bytes that compaction has still to rewrite"),
  CACHE_BYTES(Kind.HELD, "Memory of cached blocks"),
  MISSING_RANGES(Kind.HELD, "Ranges in which states may be missing because of damage"),
  BACKGROUND_FAILING(Kind.HELD, "Shards whose flush, manifest or compaction fails"),
  LOG_SEGMENTS(Kind.HELD, "Segments of the commit log"),
  LOG_HELD_BYTES(Kind.HELD, "Bytes that a start would read"),
  LOG_QUEUE(Kind.HELD, "Writes that wait for the log"),
  LOG_SYNC_MAX_NS(Kind.HELD, "Longest sync of the log"),
  LOG_BATCH_MAX(Kind.HELD, "Writes in the largest group commit"),
  LOG_RECOVERED_BYTES(Kind.HELD, "Bytes of the log that the start read"),
  LOG_DROPPED_BYTES(Kind.HELD, "Bytes of a torn last write that the start cut off"),
  READ_QUEUE(Kind.HELD, "Reads that wait for a read worker"),
  WRITABLE(Kind.HELD, "1 while writes are taken, 0 while they are refused"),

  WRITES(Kind.COUNTED, "Changes acknowledged"),
  WRITES_BUFFERED(Kind.COUNTED, "Changes acknowledged before their sync"),
  WRITES_DELAYED(Kind.COUNTED, "Writes answered later to slow writers down"),
  LOG_BATCHES(Kind.COUNTED, "Group commits"),
  SYNCS(Kind.COUNTED, "Successful syncs of the commit log"),
  LOG_SYNC_NS(Kind.COUNTED, "Time in those syncs"),
  LOG_BYTES(Kind.COUNTED, "Bytes appended to the commit log"),
  LOG_FAILURES(Kind.COUNTED, "Failed writes and syncs of the commit log"),
  LOG_RECYCLED(Kind.COUNTED, "Segments made of the files of older ones"),
  CACHE_HITS(Kind.COUNTED, "Blocks found in the block cache"),
  CACHE_MISSES(Kind.COUNTED, "Blocks not found in the block cache"),
  PAGE_CACHE_READS(Kind.COUNTED, "Blocks that a loop read from the page cache"),
  WAITED_READS(Kind.COUNTED, "Reads that waited for a read worker"),
  FLUSHES(Kind.COUNTED, "Memtables that became tables"),
  FLUSHED_BYTES(Kind.COUNTED, "Bytes of tables written by flushes"),
  COMPACTIONS(Kind.COUNTED, "Finished compactions"),
  COMPACTION_READ_BYTES(Kind.COUNTED, "Bytes of tables read by compaction"),
  COMPACTION_WRITTEN_BYTES(Kind.COUNTED, "Bytes of tables written by compaction"),
  DAMAGES(Kind.COUNTED, "Damaged blocks met");

  /** How a value behaves over time. */
  public enum Kind {
    /** What there is now: rises and falls. */
    HELD,
    /** What happened since the engine was opened: only rises. */
    COUNTED
  }

  private final Kind kind;
  private final String description;

  StorageMetric(Kind kind, String description) {
    this.kind = kind;
    this.description = description;
  }

  public Kind kind() {
    return kind;
  }

  /** What it is, in words. */
  public String description() {
    return description;
  }

  /** Of two parts of the engine together: the sum, but of depths the greater. */
  long together(long one, long other) {
    return equals(READ_DEPTH) ? Math.max(one, other) : one + other;
  }
}
