package io.atoll.chaos.fault;

import io.atoll.sim.SimCluster;
import io.atoll.sim.Undo;
import java.util.random.RandomGenerator;

/**
 * What is sent between two places, or into and out of a DC, is kept until the end and arrives then.
 */
record HeldMessages(Sides sides) implements Fault {
  static Fault choose(RandomGenerator random, Targets targets) {
    return new HeldMessages(Sides.pairOrDc(random, targets));
  }

  @Override
  public Undo begin(SimCluster cluster) {
    return sides.each(cluster.network()::holdBack);
  }

  @Override
  public Whom whom() {
    return Whom.ways(sides.ways());
  }
}
