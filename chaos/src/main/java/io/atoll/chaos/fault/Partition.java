package io.atoll.chaos.fault;

import io.atoll.sim.SimCluster;
import io.atoll.sim.Undo;
import java.util.random.RandomGenerator;

/** Nothing passes from one group to the other. */
record Partition(Sides sides) implements Fault {
  static Fault choose(RandomGenerator random, Targets targets) {
    return new Partition(Sides.anyhow(random, targets));
  }

  static Fault aroundDc(RandomGenerator random, Targets targets) {
    return new Partition(Sides.aroundDc(random, targets));
  }

  @Override
  public Undo begin(SimCluster cluster) {
    return sides.each(cluster.network()::cut);
  }

  @Override
  public Whom whom() {
    return Whom.ways(sides.ways());
  }
}
