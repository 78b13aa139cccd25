package io.atoll.chaos.fault;

import io.atoll.sim.SimCluster;
import io.atoll.sim.Undo;
import java.util.random.RandomGenerator;

/** Everything takes much longer on the ways between two places, and arrives. */
record GrayLink(Sides sides, long ms) implements Fault {
  static Fault choose(RandomGenerator random, Targets targets) {
    return new GrayLink(Sides.pair(random, targets), 100 + random.nextInt(3_000));
  }

  @Override
  public Undo begin(SimCluster cluster) {
    return sides.each(way -> cluster.network().delay(way, ms));
  }

  @Override
  public Whom whom() {
    return Whom.ways(sides.ways());
  }

  @Override
  public long echoMs() {
    return ms;
  }
}
