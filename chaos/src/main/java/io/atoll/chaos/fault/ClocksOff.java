package io.atoll.chaos.fault;

import io.atoll.sim.SimCluster;
import io.atoll.sim.Undo;
import java.util.List;
import java.util.random.RandomGenerator;

/** The wall clocks of some nodes are set wrong by the same time, and set right afterwards. */
record ClocksOff(List<String> nodeIds, long byMs) implements Fault {
  private static final long HOUR_MS = 3_600_000;
  private static final long YEAR_MS = 365L * 24 * HOUR_MS;

  /** On a node or in a DC: years, hours, or what is nearly allowed; in either direction. */
  static Fault choose(RandomGenerator random, Targets targets) {
    List<String> nodeIds =
        random.nextInt(4) == 0
            ? targets.inDc(targets.anyDc(random))
            : List.of(targets.anyNode(random));
    long byMs =
        switch (random.nextInt(4)) {
          case 0 -> YEAR_MS * (1 + random.nextInt(20));
          case 1 -> HOUR_MS * (1 + random.nextInt(24));
          default -> random.nextLong(20_000);
        };
    return new ClocksOff(nodeIds, random.nextBoolean() ? byMs : -byMs);
  }

  @Override
  public Undo begin(SimCluster cluster) {
    return Undo.all(nodeIds.stream().map(id -> cluster.shiftClock(id, byMs)).toList());
  }

  @Override
  public Whom whom() {
    return Whom.nodes(nodeIds);
  }
}
