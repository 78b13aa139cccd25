package io.atoll.chaos.fault;

import io.atoll.sim.SimCluster;
import io.atoll.sim.SimDisk.Fate;
import io.atoll.sim.SimDisk.Operation;
import io.atoll.sim.SimDisk.Script;
import io.atoll.sim.Undo;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Some operations on a node's disk fail for a while, on all files or on some, always or now and
 * then. A node that gave up because of it is started again afterwards; some are switched off and
 * on.
 *
 * @param files null for all
 * @param oneIn of so many of these operations one fails
 * @param switchedOff whether the power of the node fails at the end
 */
record FailingDisk(
    String nodeId, Operation.Kind kind, FileKind files, int oneIn, boolean switchedOff)
    implements Fault {
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
    int oneIn = random.nextBoolean() ? 1 : 2 + random.nextInt(10);
    return new FailingDisk(targets.anyNode(random), kind, files, oneIn, random.nextBoolean());
  }

  @Override
  public Undo begin(SimCluster cluster) {
    Undo failing = cluster.disk(nodeId).spoil(script());
    return Undo.all(List.of(failing, () -> setRight(cluster)));
  }

  private Script script() {
    return new Script() {
      private int met;

      @Override
      public Fate fate(Operation operation) {
        return strikes(operation) && met++ % oneIn == 0 ? Fate.FAIL : Fate.SUCCEED;
      }
    };
  }

  private void setRight(SimCluster cluster) {
    if (switchedOff) {
      cluster.crash(nodeId, true);
    }
    cluster.start(nodeId);
  }

  private boolean strikes(Operation operation) {
    return operation.kind() == kind && (files == null || files.is(operation.name()));
  }

  @Override
  public Whom whom() {
    return Whom.node(nodeId);
  }
}
