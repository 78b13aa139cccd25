package io.atoll.chaos.fault;

import io.atoll.sim.SimCluster;
import io.atoll.sim.Undo;
import java.util.random.RandomGenerator;

/** The wall clock of a node is set wrong, and set right afterwards. */
record ClockOff(String nodeId, long byMs) implements Fault {
  private static final long YEAR_MS = 365L * 86_400_000;

  /** A year, or what is nearly allowed, in either direction. */
  static Fault choose(RandomGenerator random, Targets targets) {
    long byMs = random.nextBoolean() ? YEAR_MS : random.nextLong(20_000);
    return new ClockOff(targets.anyNode(random), random.nextBoolean() ? byMs : -byMs);
  }

  @Override
  public Undo begin(SimCluster cluster) {
    return cluster.shiftClock(nodeId, byMs);
  }

  @Override
  public Whom whom() {
    return Whom.node(nodeId);
  }
}
