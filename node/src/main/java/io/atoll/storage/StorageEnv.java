package io.atoll.storage;

import io.atoll.env.Clock;
import io.atoll.env.Disk;
import io.atoll.env.Entropy;
import io.atoll.env.Loop;
import io.atoll.env.NodeEnv;
import io.atoll.env.Worker;
import java.util.ArrayList;
import java.util.List;

/**
 * What the engine needs of the outside world. Nothing else uses its workers.
 *
 * @param disk the data directory
 * @param worker writes the log
 * @param flushWorker writes memtables to tables
 * @param compactionWorker compacts tables
 * @param readWorkers wait for blocks, at least one
 * @param loops the node's loops, at least one
 * @param entropy gives a new data directory its id
 * @param clock measures how long syncs take
 */
public record StorageEnv(
    Disk disk,
    Worker worker,
    Worker flushWorker,
    Worker compactionWorker,
    List<Worker> readWorkers,
    List<Loop> loops,
    Entropy entropy,
    Clock clock) {
  public StorageEnv {
    loops = List.copyOf(loops);
    readWorkers = List.copyOf(readWorkers);
    if (loops.isEmpty() || readWorkers.isEmpty()) {
      throw new IllegalArgumentException("the engine needs at least one loop and one reader");
    }
  }

  /**
   * The doors of a node, with workers of its own named {@code commit-log}, {@code storage-flush},
   * {@code storage-compaction} and {@code storage-read-N}.
   *
   * @param readers how many reads wait for the disk at the same time
   */
  public static StorageEnv of(NodeEnv env, int readers) {
    List<Worker> readWorkers = new ArrayList<>();
    for (int i = 0; i < readers; i++) {
      readWorkers.add(env.worker("storage-read-" + i));
    }
    return new StorageEnv(
        env.disk(),
        env.worker("commit-log"),
        env.worker("storage-flush"),
        env.worker("storage-compaction"),
        readWorkers,
        env.loops(),
        env.entropy(),
        env.clock());
  }
}
