package io.atoll.chaos.fault;

import io.atoll.sim.SimCluster;
import io.atoll.sim.Undo;
import java.util.random.RandomGenerator;

/** A node is held still, as a long garbage collection would. */
record Pause(String nodeId) implements Fault {
  static Fault choose(RandomGenerator random, Targets targets) {
    return new Pause(targets.anyNode(random));
  }

  @Override
  public Undo begin(SimCluster cluster) {
    return cluster.pause(nodeId);
  }

  @Override
  public Whom whom() {
    return Whom.node(nodeId);
  }
}
