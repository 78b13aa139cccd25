package io.atoll.chaos.fault;

import io.atoll.sim.NetworkFaults;
import io.atoll.sim.SimCluster;
import io.atoll.sim.Undo;
import java.util.random.RandomGenerator;

/** A worn cable between two places: datagrams are lost, what connections carry stalls. */
record BadLink(Sides sides, NetworkFaults faults) implements Fault {
  static Fault choose(RandomGenerator random, Targets targets) {
    return new BadLink(
        Sides.pair(random, targets),
        new NetworkFaults(
            0.3 + random.nextDouble() * 0.7,
            random.nextDouble() * 0.2,
            0.1 + random.nextDouble() * 0.5,
            200 + random.nextInt(4_000)));
  }

  @Override
  public Undo begin(SimCluster cluster) {
    return sides.each(way -> cluster.network().faults(way, faults));
  }

  @Override
  public Whom whom() {
    return Whom.ways(sides.ways());
  }
}
