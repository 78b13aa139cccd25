package io.atoll.chaos.fault;

import io.atoll.sim.SimCluster;
import io.atoll.sim.Undo;
import java.util.List;
import java.util.random.RandomGenerator;

/** Every node of a DC dies at once. */
record DcDown(List<String> nodeIds, boolean powerFailure) implements Fault {
  static Fault choose(RandomGenerator random, Targets targets) {
    return new DcDown(targets.inDc(targets.anyDc(random)), random.nextBoolean());
  }

  @Override
  public Undo begin(SimCluster cluster) {
    return Undo.all(
        nodeIds.stream().map(id -> new Crash(id, powerFailure).begin(cluster)).toList());
  }

  @Override
  public Whom whom() {
    return Whom.nodes(nodeIds);
  }
}
