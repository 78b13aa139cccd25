package io.atoll.chaos.fault;

import io.atoll.sim.SimCluster;
import io.atoll.sim.SimDisk;
import io.atoll.sim.Undo;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The power of a node fails when it comes by a point for the n-th time, if it does in this while;
 * it is started again afterwards. It is restarted first where only a start leads there.
 */
record CrashAtPoint(String nodeId, CrashPoint point, int times) implements Fault {
  static Fault choose(RandomGenerator random, Targets targets) {
    CrashPoint[] points = CrashPoint.values();
    CrashPoint point = points[random.nextInt(points.length)];
    int times = point.isInStart() ? 1 : 1 + random.nextInt(4);
    return new CrashAtPoint(targets.anyNode(random), point, times);
  }

  @Override
  public Undo begin(SimCluster cluster) {
    Undo armed = cluster.disk(nodeId).spoil(SimDisk.Script.crashOnce(point::is, times));
    if (point.isInStart()) {
      cluster.crash(nodeId, false);
      cluster.start(nodeId);
    }
    return Undo.all(List.of(armed, cluster.keepDown(nodeId)));
  }

  @Override
  public Whom whom() {
    return Whom.node(nodeId);
  }
}
