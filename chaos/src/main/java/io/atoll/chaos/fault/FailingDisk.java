package io.atoll.chaos.fault;

import io.atoll.sim.SimCluster;
import io.atoll.sim.SimDisk.Fate;
import io.atoll.sim.SimDisk.Operation;
import io.atoll.sim.SimDisk.Script;
import io.atoll.sim.Undo;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Some operations on a node's disk fail for a while, on all files or on some. A node that gave up
 * because of it is started again afterwards.
 *
 * @param files null for all
 */
record FailingDisk(String nodeId, Operation.Kind kind, FileKind files) implements Fault {
  /** Writes, syncs or reads, of every file or of one kind. */
  static Fault choose(RandomGenerator random, Targets targets) {
    Operation.Kind kind =
        switch (random.nextInt(3)) {
          case 0 -> Operation.Kind.WRITE;
          case 1 -> Operation.Kind.SYNC;
          default -> Operation.Kind.READ;
        };
    FileKind[] kinds = FileKind.values();
    FileKind files = random.nextBoolean() ? null : kinds[random.nextInt(kinds.length)];
    return new FailingDisk(targets.anyNode(random), kind, files);
  }

  @Override
  public Undo begin(SimCluster cluster) {
    Undo failing = cluster.disk(nodeId).spoil(Script.where(this::strikes, Fate.FAIL));
    return Undo.all(List.of(failing, () -> cluster.start(nodeId)));
  }

  private boolean strikes(Operation operation) {
    return operation.kind() == kind && (files == null || files.is(operation.name()));
  }

  @Override
  public Whom whom() {
    return Whom.node(nodeId);
  }
}
