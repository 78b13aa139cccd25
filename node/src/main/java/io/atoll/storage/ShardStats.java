package io.atoll.storage;

/**
 * What shards hold and did since the engine was opened.
 *
 * @param keys keys, one that was written over counted once for each table and memtable
 * @param contentBytes bytes of those keys and values
 * @param memtableBytes memory that writes take which are in no table yet
 * @param fullMemtables memtables that wait to be flushed
 * @param tables sorted tables
 * @param tableBytes bytes of their files
 * @param indexBytes memory that their indexes and filters take
 * @param cacheBytes memory that their blocks take
 * @param cacheHits blocks that were found in the cache
 * @param cacheMisses blocks that were not
 * @param pageCacheReads blocks that a loop read without a wait
 * @param waitedReads reads that waited for a worker
 * @param flushes memtables that became tables
 * @param flushedBytes bytes of the files written by flushes
 * @param compactions finished compactions
 * @param compactionReadBytes bytes of files that compactions read
 * @param compactionWrittenBytes bytes of files that compactions wrote
 * @param debtBytes bytes that compaction has still to rewrite
 * @param readDepth tables that a read meets in the worst place
 * @param delayedWrites writes that were answered later on purpose
 * @param damages how often damage was met in a table
 * @param missingRanges ranges in which states may be missing
 * @param backgroundFailures shards whose flush, manifest or compaction fails at the moment
 */
public record ShardStats(
    long keys,
    long contentBytes,
    long memtableBytes,
    long fullMemtables,
    long tables,
    long tableBytes,
    long indexBytes,
    long cacheBytes,
    long cacheHits,
    long cacheMisses,
    long pageCacheReads,
    long waitedReads,
    long flushes,
    long flushedBytes,
    long compactions,
    long compactionReadBytes,
    long compactionWrittenBytes,
    long debtBytes,
    long readDepth,
    long delayedWrites,
    long damages,
    long missingRanges,
    long backgroundFailures) {
  /** Of no shard. */
  static final ShardStats NONE =
      new ShardStats(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  /** Of both together; of depths, the greater. */
  ShardStats plus(ShardStats other) {
    return new ShardStats(
        keys + other.keys,
        contentBytes + other.contentBytes,
        memtableBytes + other.memtableBytes,
        fullMemtables + other.fullMemtables,
        tables + other.tables,
        tableBytes + other.tableBytes,
        indexBytes + other.indexBytes,
        cacheBytes + other.cacheBytes,
        cacheHits + other.cacheHits,
        cacheMisses + other.cacheMisses,
        pageCacheReads + other.pageCacheReads,
        waitedReads + other.waitedReads,
        flushes + other.flushes,
        flushedBytes + other.flushedBytes,
        compactions + other.compactions,
        compactionReadBytes + other.compactionReadBytes,
        compactionWrittenBytes + other.compactionWrittenBytes,
        debtBytes + other.debtBytes,
        Math.max(readDepth, other.readDepth),
        delayedWrites + other.delayedWrites,
        damages + other.damages,
        missingRanges + other.missingRanges,
        backgroundFailures + other.backgroundFailures);
  }
}
