package io.atoll.chaos.fault;

import io.atoll.sim.Scheduler;
import io.atoll.sim.SimCluster;
import io.atoll.sim.Undo;

/** Follows a {@link FaultPlan} on a simulated cluster, and sets everything right at the end. */
public final class Nemesis {
  private final SimCluster cluster;
  private final Scheduler.Life life;

  public Nemesis(SimCluster cluster) {
    this.cluster = cluster;
    this.life =
        new Scheduler.Life(
            "nemesis",
            thrown -> {
              throw new IllegalStateException("the nemesis failed", thrown);
            });
  }

  /** Lets everything in the plan happen in its time. */
  public void follow(FaultPlan plan) {
    for (Strike strike : plan.strikes()) {
      cluster.scheduler().at(strike.atMs() * 1_000_000, life, () -> begin(strike));
    }
  }

  private void begin(Strike strike) {
    cluster.say("begins: strike %d, %s".formatted(strike.id(), strike.fault()));
    Undo undo = strike.fault().begin(cluster);
    cluster.scheduler().at(strike.untilMs() * 1_000_000, life, () -> end(strike, undo));
  }

  private void end(Strike strike, Undo undo) {
    cluster.say("ends: strike %d, %s".formatted(strike.id(), strike.fault()));
    undo.undo();
  }

  /** Ends whatever is wrong, and starts whoever is down; nothing of the plan happens any more. */
  public void healAll() {
    cluster.say("everything heals");
    life.end();
    cluster.heal();
  }
}
