package io.atoll.chaos.fault;

import io.atoll.sim.SimCluster;
import io.atoll.sim.Undo;
import java.util.random.RandomGenerator;

/** Everything that a node does takes many times as long; it is neither well nor down. */
record GrayNode(String nodeId, int times) implements Fault {
  static Fault choose(RandomGenerator random, Targets targets) {
    return new GrayNode(targets.anyNode(random), 10 + random.nextInt(91));
  }

  @Override
  public Undo begin(SimCluster cluster) {
    return cluster.slowDown(nodeId, times);
  }

  @Override
  public Whom whom() {
    return Whom.node(nodeId);
  }
}
