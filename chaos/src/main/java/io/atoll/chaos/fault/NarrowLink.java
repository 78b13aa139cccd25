package io.atoll.chaos.fault;

import io.atoll.sim.SimCluster;
import io.atoll.sim.Undo;
import java.util.random.RandomGenerator;

/**
 * Only so many bytes a second pass between two places, or into and out of a DC; the rest queues up.
 */
record NarrowLink(Sides sides, long bytesPerSecond) implements Fault {
  static Fault choose(RandomGenerator random, Targets targets) {
    return new NarrowLink(Sides.pairOrDc(random, targets), 2_000L << random.nextInt(8));
  }

  @Override
  public Undo begin(SimCluster cluster) {
    return cluster.network().narrow(sides.ways(), bytesPerSecond);
  }

  @Override
  public Whom whom() {
    return Whom.ways(sides.ways());
  }

  /** What waits is sent, or its connection breaks for want of a sign of life. */
  @Override
  public long echoMs() {
    return LONGEST_ECHO_MS;
  }
}
