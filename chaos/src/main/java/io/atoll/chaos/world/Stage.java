package io.atoll.chaos.world;

import io.atoll.chaos.history.History;
import io.atoll.ring.Member;
import io.atoll.sim.Scheduler;
import io.atoll.sim.SimCluster;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What a run hands to all who take part in it.
 *
 * @param random of whom it is handed to: everybody has a split of their own
 */
public record Stage(World world, SimCluster cluster, History history, SplittableRandom random) {
  /** For another part of the run. */
  public Stage split() {
    return new Stage(world, cluster, history, random.split());
  }

  public List<Member> members() {
    return cluster.members();
  }

  public long nowNanos() {
    return cluster.scheduler().nowNanos();
  }

  /** Puts a line into the transcript. */
  public void say(String what) {
    cluster.say(what);
  }

  /** Somebody outside the cluster, to whom nothing may go wrong. */
  public static Scheduler.Life life(String name) {
    return new Scheduler.Life(
        name,
        thrown -> {
          throw new IllegalStateException(name + " failed", thrown);
        });
  }
}
