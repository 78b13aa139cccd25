package io.atoll.chaos.fault;

import io.atoll.sim.SimCluster;
import io.atoll.sim.Undo;
import java.util.random.RandomGenerator;

/** No datagram passes from one group to the other; connections work. */
record NoDatagrams(Sides sides) implements Fault {
  static Fault choose(RandomGenerator random, Targets targets) {
    return new NoDatagrams(Sides.anyhow(random, targets));
  }

  @Override
  public Undo begin(SimCluster cluster) {
    return sides.each(way -> cluster.network().cutDatagrams(way.from(), way.to()));
  }

  @Override
  public Whom whom() {
    return Whom.ways(sides.ways());
  }
}
