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
 * @param readPool waits for blocks
 */
public record EngineParts(
    Disk disk, GroupCommit log, ReadPool readPool, Memory memory, Background background) {
  /**
   * Memory for memtables.
   *
   * @param chunks the pieces that they are made of
   * @param budget how much of it may be in use
   */
  public record Memory(Chunks chunks, MemoryBudget budget) {}

  /**
   * What is done behind the writers' backs.
   *
   * @param flushWorker writes memtables, and manifests
   * @param compactionWorker compacts tables
   * @param compactionSlots how many shards may compact at a time
   * @param clock measures how long compaction takes
   */
  public record Background(
      Worker flushWorker, Worker compactionWorker, CompactionSlots compactionSlots, Clock clock) {}
}
