package io.atoll.chaos.fault;

import io.atoll.sim.SimCluster;
import io.atoll.sim.Undo;
import java.util.random.RandomGenerator;

/** Each task on a node's disk takes long, and no cache answers reads of it. */
record SlowDisk(String nodeId, long msPerTask) implements Fault {
  /** Worn out, or hardly there. */
  static Fault choose(RandomGenerator random, Targets targets) {
    return new SlowDisk(targets.anyNode(random), random.nextInt(3) == 0 ? 2_000 : 50);
  }

  @Override
  public Undo begin(SimCluster cluster) {
    return cluster.slowDisk(nodeId, msPerTask);
  }

  @Override
  public Whom whom() {
    return Whom.node(nodeId);
  }

  @Override
  public long echoMs() {
    return msPerTask;
  }
}
