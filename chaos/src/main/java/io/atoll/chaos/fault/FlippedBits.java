package io.atoll.chaos.fault;

import io.atoll.chaos.world.Stage;
import io.atoll.sim.Scheduler;
import io.atoll.sim.SimCluster;
import io.atoll.sim.SimDisk;
import io.atoll.sim.Undo;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Some bits of files of one kind flip on a node's disk, anywhere, and the node is restarted. If it
 * refuses to start from what there is, then or later, it gets an empty disk, as its refusal asks
 * for; and so it does at the end when tables were damaged, for what they held stays missing until
 * somebody brings it back.
 *
 * @param seed of which files and bits
 */
record FlippedBits(String nodeId, FileKind files, int bits, long seed) implements Fault {
  private static final long LOOK_EVERY_MS = 500;

  static Fault choose(RandomGenerator random, Targets targets) {
    FileKind[] kinds = FileKind.values();
    return new FlippedBits(
        targets.anyNode(random),
        kinds[random.nextInt(kinds.length)],
        1 + random.nextInt(3),
        random.nextLong());
  }

  @Override
  public Undo begin(SimCluster cluster) {
    flip(cluster.disk(nodeId));
    cluster.crash(nodeId, false);
    cluster.start(nodeId);
    lookAfter(cluster, Stage.life("operator"));
    return () -> {
      if (files == FileKind.TABLE) {
        cluster.crash(nodeId, false);
        cluster.disk(nodeId).empty();
        cluster.start(nodeId);
      }
    };
  }

  /** To the end of the run: the damage may be found in any start. */
  private void lookAfter(SimCluster cluster, Scheduler.Life operator) {
    if (!cluster.isRunning(nodeId) && cluster.refusal(nodeId) != null) {
      cluster.disk(nodeId).empty();
      cluster.start(nodeId);
    }
    cluster
        .scheduler()
        .after(LOOK_EVERY_MS * 1_000_000, operator, () -> lookAfter(cluster, operator));
  }

  private void flip(SimDisk disk) {
    List<String> names =
        disk.names().stream()
            .filter(name -> files.is(name) && disk.contents(name).length > 0)
            .toList();
    RandomGenerator random = new SplittableRandom(seed);
    for (int i = 0; i < bits && !names.isEmpty(); i++) {
      String name = names.get(random.nextInt(names.size()));
      disk.flipBit(name, random.nextLong(disk.contents(name).length * 8L));
    }
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
