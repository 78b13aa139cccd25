package io.atoll.storage;

import io.atoll.env.Clock;
import io.atoll.env.Disk;
import io.atoll.env.Worker;
import io.atoll.storage.commit.GroupCommit;
import io.atoll.storage.memtable.Chunks;

/**
 * What the shards of one engine share.
 *
 * @param disk the data directory
 * @param log the way to the commit log
 * @param flushWorker writes memtables, and manifests
 * @param mergeWorker merges tables
 * @param readPool waits for blocks
 * @param chunks memory for memtables
 * @param budget how much of it may be in use
 * @param mergeSlots how many shards may merge at a time
 * @param clock measures how long merging takes
 */
record EngineParts(
    Disk disk,
    GroupCommit log,
    Worker flushWorker,
    Worker mergeWorker,
    ReadPool readPool,
    Chunks chunks,
    MemoryBudget budget,
    MergeSlots mergeSlots,
    Clock clock) {}
