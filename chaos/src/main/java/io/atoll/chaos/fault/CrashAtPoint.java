package io.atoll.chaos.fault;

import io.atoll.sim.SimCluster;
import io.atoll.sim.SimDisk;
import io.atoll.sim.Undo;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The power of a node fails when it comes by a point for the n-th time, if it does in this while;
 * it is started again afterwards.
 *
 * @param restarted where only a start leads there: the node itself, or another whose start it hears
 *     of; null where it comes there by what it does anyway
 */
record CrashAtPoint(String nodeId, CrashPoint point, int times, String restarted) implements Fault {
  static Fault choose(RandomGenerator random, Targets targets) {
    CrashPoint[] points = CrashPoint.values();
    CrashPoint point = points[random.nextInt(points.length)];
    String nodeId = targets.anyNode(random);
    return switch (point.occasion()) {
      case WORK -> new CrashAtPoint(nodeId, point, 1 + random.nextInt(4), null);
      case OWN_START -> new CrashAtPoint(nodeId, point, 1, nodeId);
      case START_OF_ANOTHER -> new CrashAtPoint(nodeId, point, 1, targets.anyNode(random));
    };
  }

  @Override
  public Undo begin(SimCluster cluster) {
    Undo armed = cluster.disk(nodeId).spoil(SimDisk.Script.crashOnce(point::is, times));
    if (restarted != null) {
      cluster.crash(restarted, false);
      cluster.start(restarted);
    }
    return Undo.all(List.of(armed, cluster.keepDown(nodeId)));
  }

  @Override
  public Whom whom() {
    return Whom.nodes(restarted == null ? List.of(nodeId) : List.of(nodeId, restarted));
  }
}
