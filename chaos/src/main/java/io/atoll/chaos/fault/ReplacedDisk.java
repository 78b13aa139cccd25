package io.atoll.chaos.fault;

import io.atoll.sim.SimCluster;
import io.atoll.sim.Undo;
import java.util.List;
import java.util.random.RandomGenerator;

/** A node dies with its disk, and is started again on an empty one afterwards. */
record ReplacedDisk(String nodeId) implements Fault {
  static Fault choose(RandomGenerator random, Targets targets) {
    return new ReplacedDisk(targets.anyNode(random));
  }

  @Override
  public Undo begin(SimCluster cluster) {
    Undo up = new Crash(nodeId, true).begin(cluster);
    cluster.disk(nodeId).empty();
    return up;
  }

  @Override
  public Whom whom() {
    return Whom.node(nodeId);
  }

  @Override
  public List<String> harms() {
    return List.of(nodeId);
  }
}
