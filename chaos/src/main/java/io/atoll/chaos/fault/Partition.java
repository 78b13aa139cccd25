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

  /** A coordinator from all but W, or all but W - 1, of the replicas of a key, for a majority W. */
  static Fault alongPlan(RandomGenerator random, Targets targets) {
    return new Partition(Sides.leavingMajority(random, targets));
  }

  /** One who may pass on writes in a DC from the other replicas there. */
  static Fault aroundRelay(RandomGenerator random, Targets targets) {
    return new Partition(Sides.aroundRelay(random, targets));
  }

  /** The nodes of a DC into two halves, both of which see all others. */
  static Fault acrossDc(RandomGenerator random, Targets targets) {
    return new Partition(Sides.acrossDc(random, targets));
  }

  @Override
  public Undo begin(SimCluster cluster) {
    return sides.each(way -> cluster.network().cut(way.from(), way.to()));
  }

  @Override
  public Whom whom() {
    return Whom.ways(sides.ways());
  }
}
