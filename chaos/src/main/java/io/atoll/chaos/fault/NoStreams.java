package io.atoll.chaos.fault;

import io.atoll.sim.SimCluster;
import io.atoll.sim.Undo;
import java.util.random.RandomGenerator;

/** Connections carry nothing from one group to the other; datagrams pass. */
record NoStreams(Sides sides) implements Fault {
  static Fault choose(RandomGenerator random, Targets targets) {
    return new NoStreams(Sides.anyhow(random, targets));
  }

  @Override
  public Undo begin(SimCluster cluster) {
    return sides.each(way -> cluster.network().cutStreams(way.from(), way.to()));
  }

  @Override
  public Whom whom() {
    return Whom.ways(sides.ways());
  }
}
