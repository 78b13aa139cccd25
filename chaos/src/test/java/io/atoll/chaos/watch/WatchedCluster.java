package io.atoll.chaos.watch;

import io.atoll.chaos.fault.Fault;
import io.atoll.chaos.fault.Strike;
import io.atoll.chaos.fault.Whom;
import io.atoll.node.TestHooks;
import io.atoll.sim.SimCluster;
import io.atoll.sim.Undo;
import java.util.List;

/** A cluster that runs, whose health is watched, and which strikes are said to strike. */
public final class WatchedCluster {
  private final SimCluster cluster;
  private final Health health;

  /**
   * Starts one.
   *
   * @param forMs how long it runs before anything else
   */
  public WatchedCluster(int dcs, int nodesPerDc, long forMs) {
    cluster = new SimCluster(9, dcs, nodesPerDc, line -> {}, (nodeId, hooks) -> TestHooks.PLAIN);
    health = new Health(cluster);
    health.begin();
    cluster.startAll();
    cluster.runForMs(forMs);
  }

  public SimCluster cluster() {
    return cluster;
  }

  public Health health() {
    return health;
  }

  /** Lets somebody be struck by what does nothing. */
  public void strike(long atMs, long forMs, Whom whom, String... harmed) {
    health.expect(List.of(new Strike(1, atMs, forMs, new Nothing(whom, List.of(harmed)))));
  }

  private record Nothing(Whom whom, List<String> harms) implements Fault {
    @Override
    public Undo begin(SimCluster cluster) {
      return () -> {};
    }
  }
}
