package io.atoll.storage;

import io.atoll.env.Clock;
import io.atoll.env.Disk;
import io.atoll.env.Entropy;
import io.atoll.env.Loop;
import io.atoll.env.NodeEnv;
import io.atoll.env.Worker;
import java.util.List;

/**
 * What of the world the engine needs.
 *
 * @param disk the data directory
 * @param worker for everything that blocks; the engine shares it with nobody
 * @param loops the node's loops, at least one
 * @param entropy gives a new data directory its id
 * @param clock measures how long syncs take
 */
public record StorageDoors(
    Disk disk, Worker worker, List<Loop> loops, Entropy entropy, Clock clock) {
  public StorageDoors {
    loops = List.copyOf(loops);
    if (loops.isEmpty()) {
      throw new IllegalArgumentException("the engine needs at least one loop");
    }
  }

  /** The doors of a node, with a worker of its own named {@code commit-log}. */
  public static StorageDoors of(NodeEnv env) {
    return new StorageDoors(
        env.disk(), env.worker("commit-log"), env.loops(), env.entropy(), env.clock());
  }
}
