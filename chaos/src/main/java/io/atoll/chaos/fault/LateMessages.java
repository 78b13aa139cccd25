package io.atoll.chaos.fault;

import io.atoll.sim.NetworkFaults;
import io.atoll.sim.SimCluster;
import io.atoll.sim.Undo;
import java.util.random.RandomGenerator;

/**
 * Some of what is sent between two places arrives minutes later: datagrams behind newer ones, what
 * a connection carries in its order, or not at all if that takes longer than nodes wait for a sign
 * of life.
 */
record LateMessages(Sides sides, NetworkFaults faults) implements Fault {
  static Fault choose(RandomGenerator random, Targets targets) {
    double share = 0.02 + random.nextDouble() * 0.3;
    long mostMs = 60_000L * (1 + random.nextInt(3));
    return new LateMessages(
        Sides.pairOrDc(random, targets), new NetworkFaults(0, 0.1, share, mostMs));
  }

  @Override
  public Undo begin(SimCluster cluster) {
    return sides.each(way -> cluster.network().faults(way, faults));
  }

  @Override
  public Whom whom() {
    return Whom.ways(sides.ways());
  }

  /** What is late arrives, or its connection breaks for want of a sign of life. */
  @Override
  public long echoMs() {
    return LONGEST_ECHO_MS;
  }
}
