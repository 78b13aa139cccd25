package io.atoll.chaos.fault;

import io.atoll.sim.SimCluster;
import io.atoll.sim.SimDisk;
import io.atoll.sim.Undo;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A node goes on from what its disk was at the beginning: what it did since is lost.
 *
 * @param asFiles whether the files were copied back; otherwise the whole device was, as a virtual
 *     machine is taken back to a snapshot, and nothing on it tells
 */
record PutBack(String nodeId, boolean asFiles) implements Fault {
  static Fault choose(RandomGenerator random, Targets targets) {
    return new PutBack(targets.anyNode(random), random.nextBoolean());
  }

  @Override
  public Undo begin(SimCluster cluster) {
    SimDisk image = cluster.disk(nodeId).image();
    return () -> {
      cluster.crash(nodeId, true);
      cluster.disk(nodeId).putBack(image, asFiles);
      cluster.start(nodeId);
    };
  }

  @Override
  public Whom whom() {
    return Whom.node(nodeId);
  }

  @Override
  public List<String> harms() {
    return List.of(nodeId);
  }
}
