package io.atoll.chaos.fault;

import io.atoll.chaos.world.Stage;
import io.atoll.sim.Scheduler;
import io.atoll.sim.SimCluster;
import io.atoll.sim.Undo;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Some nodes die and are started, again and again; they run at the end.
 *
 * @param everyMs from one death to the next; they are started at once, and may not get far
 */
record RestartStorm(List<String> nodeIds, How how, long everyMs) implements Fault {
  /** How they end each time. */
  enum How {
    STOP,
    KILL,
    POWER_FAILURE
  }

  /** A node, a DC, or everybody. */
  static Fault choose(RandomGenerator random, Targets targets) {
    List<String> nodeIds =
        switch (random.nextInt(4)) {
          case 0 -> targets.nodeIds();
          case 1 -> targets.inDc(targets.anyDc(random));
          default -> List.of(targets.anyNode(random));
        };
    How how = How.values()[random.nextInt(How.values().length)];
    return new RestartStorm(nodeIds, how, 50 + random.nextInt(2_000));
  }

  @Override
  public Undo begin(SimCluster cluster) {
    Scheduler.Life storm = Stage.life("storm");
    again(cluster, storm);
    return () -> {
      storm.end();
      nodeIds.forEach(cluster::start);
    };
  }

  private void again(SimCluster cluster, Scheduler.Life storm) {
    for (String nodeId : nodeIds) {
      switch (how) {
        case STOP -> cluster.stop(nodeId);
        case KILL -> cluster.crash(nodeId, false);
        case POWER_FAILURE -> cluster.crash(nodeId, true);
      }
      cluster.start(nodeId);
    }
    cluster.scheduler().after(everyMs * 1_000_000, storm, () -> again(cluster, storm));
  }

  @Override
  public Whom whom() {
    return Whom.nodes(nodeIds);
  }
}
