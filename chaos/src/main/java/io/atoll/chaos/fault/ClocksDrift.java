package io.atoll.chaos.fault;

import io.atoll.sim.SimCluster;
import io.atoll.sim.Undo;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The clocks of some nodes run too fast, or too slow: wall time and timers. Afterwards the wall
 * time is set right.
 *
 * @param ppm by how many millionths
 */
record ClocksDrift(List<String> nodeIds, long ppm) implements Fault {
  /** On a node or in a DC, by up to a fifth, as no crystal does; or as a bad one does. */
  static Fault choose(RandomGenerator random, Targets targets) {
    List<String> nodeIds =
        random.nextInt(4) == 0
            ? targets.inDc(targets.anyDc(random))
            : List.of(targets.anyNode(random));
    long most = random.nextBoolean() ? 200_000 : 2_000;
    return new ClocksDrift(nodeIds, random.nextLong(-most, most));
  }

  @Override
  public Undo begin(SimCluster cluster) {
    return Undo.all(nodeIds.stream().map(id -> cluster.driftClock(id, ppm)).toList());
  }

  @Override
  public Whom whom() {
    return Whom.nodes(nodeIds);
  }
}
