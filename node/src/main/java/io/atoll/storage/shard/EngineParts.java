package io.atoll.storage.shard;

import io.atoll.env.Clock;
import io.atoll.env.Disk;
import io.atoll.env.Worker;
import io.atoll.storage.commit.GroupCommit;
import io.atoll.storage.memtable.Chunks;
import io.atoll.storage.read.ReadPool;

/**
 * What the shards of one engine share.
 *
 * @param disk the data directory
 * @param log the way to the commit log
 * @param flushWorker writes memtables, and manifests
 * @param compactionWorker compacts tables
 * @param readPool waits for blocks
 * @param chunks memory for memtables
 * @param budget how much of it may be in use
 * @param compactionSlots how many shards may compact at a time
 * @param clock measures how long compaction takes
 */
public record EngineParts(
    Disk disk,
    GroupCommit log,
    Worker flushWorker,
    Worker compactionWorker,
    ReadPool readPool,
    Chunks chunks,
    MemoryBudget budget,
    CompactionSlots compactionSlots,
    Clock clock) {}
