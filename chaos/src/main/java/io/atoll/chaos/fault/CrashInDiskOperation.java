package io.atoll.chaos.fault;

import io.atoll.sim.SimCluster;
import io.atoll.sim.SimDisk;
import io.atoll.sim.Undo;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The power of a node fails in the middle of one of its next disk operations; it is started again
 * afterwards.
 */
record CrashInDiskOperation(String nodeId, int operationsFromNow) implements Fault {
  static Fault choose(RandomGenerator random, Targets targets) {
    return new CrashInDiskOperation(targets.anyNode(random), 1 + random.nextInt(60));
  }

  @Override
  public Undo begin(SimCluster cluster) {
    SimDisk disk = cluster.disk(nodeId);
    Undo armed = disk.spoil(SimDisk.Script.crashAt(disk.operations() + operationsFromNow));
    return Undo.all(List.of(armed, cluster.keepDown(nodeId)));
  }

  @Override
  public Whom whom() {
    return Whom.node(nodeId);
  }
}
