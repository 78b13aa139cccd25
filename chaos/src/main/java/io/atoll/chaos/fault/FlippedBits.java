package io.atoll.chaos.fault;

import io.atoll.sim.SimCluster;
import io.atoll.sim.SimDisk;
import io.atoll.sim.Undo;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Some bits of files of one kind flip on a node's disk, anywhere; afterwards the node is restarted.
 * If it refuses to start from what there is, it gets an empty disk, as its refusal asks for.
 *
 * @param seed of which files and bits
 */
record FlippedBits(String nodeId, FileKind files, int bits, long seed) implements Fault {
  private static final long REFUSAL_MS = 5_000;

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
    return () -> {
      cluster.crash(nodeId, false);
      cluster.start(nodeId);
      replaceIfRefused(cluster);
    };
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
}
