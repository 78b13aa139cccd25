package io.atoll.chaos.fault;

import io.atoll.sim.SimCluster;
import io.atoll.sim.Undo;
import java.util.random.RandomGenerator;

/** A node is told to stop, as for an upgrade, and is started again afterwards, once it is gone. */
record CleanStop(String nodeId) implements Fault {
  static Fault choose(RandomGenerator random, Targets targets) {
    return new CleanStop(targets.anyNode(random));
  }

  @Override
  public Undo begin(SimCluster cluster) {
    cluster.stop(nodeId);
    return cluster.keepDown(nodeId);
  }

  @Override
  public Whom whom() {
    return Whom.node(nodeId);
  }
}
