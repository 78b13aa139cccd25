package io.atoll.chaos.fault;

import io.atoll.sim.NetworkFaults;
import io.atoll.sim.SimCluster;
import io.atoll.sim.Undo;
import java.util.random.RandomGenerator;

/** The whole network drops, doubles and delays. */
record BadNetwork(NetworkFaults faults) implements Fault {
  static Fault choose(RandomGenerator random, Targets targets) {
    return new BadNetwork(
        new NetworkFaults(
            random.nextDouble() * 0.4,
            random.nextDouble() * 0.3,
            random.nextDouble() * 0.5,
            20 + random.nextInt(500)));
  }

  @Override
  public Undo begin(SimCluster cluster) {
    return cluster.network().faults(faults);
  }

  @Override
  public Whom whom() {
    return Whom.EVERYBODY;
  }
}
