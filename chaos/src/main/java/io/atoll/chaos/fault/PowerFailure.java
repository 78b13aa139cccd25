package io.atoll.chaos.fault;

import io.atoll.sim.SimCluster;
import io.atoll.sim.Undo;
import java.util.List;
import java.util.random.RandomGenerator;

/** The power of every node fails at once. */
record PowerFailure(List<String> nodeIds) implements Fault {
  static Fault choose(RandomGenerator random, Targets targets) {
    return new PowerFailure(targets.nodeIds());
  }

  @Override
  public Undo begin(SimCluster cluster) {
    return new DcDown(nodeIds, true).begin(cluster);
  }

  @Override
  public Whom whom() {
    return Whom.EVERYBODY;
  }
}
