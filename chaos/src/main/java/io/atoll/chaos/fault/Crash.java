package io.atoll.chaos.fault;

import io.atoll.sim.SimCluster;
import io.atoll.sim.Undo;
import java.util.random.RandomGenerator;

/**
 * A node dies, and is started again afterwards.
 *
 * @param powerFailure what was not synced may be lost, and peers notice only the silence; otherwise
 *     the process is killed
 */
record Crash(String nodeId, boolean powerFailure) implements Fault {
  static Fault choose(RandomGenerator random, Targets targets) {
    return new Crash(targets.anyNode(random), random.nextBoolean());
  }

  @Override
  public Undo begin(SimCluster cluster) {
    Undo up = cluster.keepDown(nodeId);
    cluster.crash(nodeId, powerFailure);
    return up;
  }

  @Override
  public Whom whom() {
    return Whom.node(nodeId);
  }
}
