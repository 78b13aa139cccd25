package io.atoll.chaos.fault;

import io.atoll.sim.SimCluster;
import io.atoll.sim.Undo;
import java.util.random.RandomGenerator;

/**
 * A node is down while weeks pass, then comes back.
 *
 * <p>Virtual time cannot run for weeks: all clocks of the world jump ahead together while the node
 * is down, so that the dates of what it has, and of what others wrote meanwhile, lie weeks apart.
 * That exercises all that compares wall times over a long absence: timestamps of values, hybrid
 * clocks that were restored from disk, retention by age. It does not exercise what needs weeks of
 * events: timers, gossip rounds, logs and hints that grow in all that time. And it is rougher than
 * life in one thing: nodes that compare clocks with what they heard before the jump doubt them all,
 * their own too, until they have heard anew; so it strikes everybody.
 */
record LongAway(String nodeId, int weeks) implements Fault {
  private static final long WEEK_MS = 7L * 86_400_000;

  static Fault choose(RandomGenerator random, Targets targets) {
    return new LongAway(targets.anyNode(random), 1 + random.nextInt(8));
  }

  @Override
  public Undo begin(SimCluster cluster) {
    Undo up = new Crash(nodeId, false).begin(cluster);
    cluster.skipWallMs(weeks * WEEK_MS);
    return up;
  }

  @Override
  public Whom whom() {
    return Whom.EVERYBODY;
  }
}
