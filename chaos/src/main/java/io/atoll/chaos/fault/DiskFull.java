package io.atoll.chaos.fault;

import io.atoll.sim.SimCluster;
import io.atoll.sim.SimDisk;
import io.atoll.sim.Undo;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A node's disk takes next to nothing more. A node that gave up because of it is started again
 * afterwards.
 */
record DiskFull(String nodeId) implements Fault {
  private static final long ROOM_BYTES = 200;

  static Fault choose(RandomGenerator random, Targets targets) {
    return new DiskFull(targets.anyNode(random));
  }

  @Override
  public Undo begin(SimCluster cluster) {
    SimDisk disk = cluster.disk(nodeId);
    Undo full = disk.limit(disk.usedBytes() + ROOM_BYTES);
    return Undo.all(List.of(full, () -> cluster.start(nodeId)));
  }

  @Override
  public Whom whom() {
    return Whom.node(nodeId);
  }
}
