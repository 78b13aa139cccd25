package io.atoll.chaos.nemesis;

import io.atoll.ring.Member;
import io.atoll.sim.NetworkFaults;
import io.atoll.sim.Scheduler;
import io.atoll.sim.SimCluster;
import java.util.List;
import java.util.function.BiConsumer;

/** Carries out a {@link FaultPlan} on a simulated cluster, and sets everything right at the end. */
public final class Nemesis {
  private static final long FULL_DISK_ROOM_BYTES = 200;

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
    for (FaultPlan.Strike strike : plan.strikes()) {
      long begin = strike.atMs() * 1_000_000;
      long end = begin + strike.forMs() * 1_000_000;
      cluster.scheduler().at(begin, life, () -> begin(strike.fault()));
      cluster.scheduler().at(end, life, () -> end(strike.fault()));
    }
  }

  private void begin(Fault fault) {
    cluster.say("begins: " + fault);
    switch (fault) {
      case Fault.Crash f -> cluster.crash(f.nodeId(), f.powerFailure());
      case Fault.CrashInDiskOperation f ->
          cluster.crashAtDiskOperation(f.nodeId(), f.operationsFromNow());
      case Fault.Pause f -> cluster.pause(f.nodeId());
      case Fault.Partition f -> cut(f.from(), f.to(), f.oneWay(), cluster.network()::cut);
      case Fault.NoDatagrams f ->
          cut(f.from(), f.to(), f.oneWay(), cluster.network()::cutDatagrams);
      case Fault.NoStreams f -> cut(f.from(), f.to(), f.oneWay(), cluster.network()::cutStreams);
      case Fault.ClockOff f -> cluster.setClock(f.nodeId(), f.byMs());
      case Fault.DcDown f -> f.nodeIds().forEach(id -> cluster.crash(id, f.powerFailure()));
      case Fault.BadNetwork f -> cluster.network().faults(f.faults());
      case Fault.DiskFull f ->
          cluster
              .disk(f.nodeId())
              .limitBytes(cluster.disk(f.nodeId()).usedBytes() + FULL_DISK_ROOM_BYTES);
    }
  }

  private static void cut(
      List<String> ones, List<String> others, boolean oneWay, BiConsumer<String, String> way) {
    for (String one : ones) {
      for (String other : others) {
        way.accept(one, other);
        if (!oneWay) {
          way.accept(other, one);
        }
      }
    }
  }

  private void end(Fault fault) {
    cluster.say("ends: " + fault);
    switch (fault) {
      case Fault.Crash f -> cluster.start(f.nodeId());
      case Fault.CrashInDiskOperation f -> cluster.start(f.nodeId());
      case Fault.Pause f -> cluster.resume(f.nodeId());
      case Fault.Partition f -> cluster.network().heal();
      case Fault.NoDatagrams f -> cluster.network().heal();
      case Fault.NoStreams f -> cluster.network().heal();
      case Fault.ClockOff f -> cluster.setClock(f.nodeId(), 0);
      case Fault.DcDown f -> f.nodeIds().forEach(cluster::start);
      case Fault.BadNetwork f -> cluster.network().faults(NetworkFaults.NONE);
      case Fault.DiskFull f -> cluster.disk(f.nodeId()).limitBytes(Long.MAX_VALUE);
    }
  }

  /** Ends whatever is wrong, and starts whoever is down. */
  public void healAll() {
    cluster.say("everything heals");
    cluster.network().heal();
    cluster.network().faults(NetworkFaults.NONE);
    List<String> ids = cluster.members().stream().map(Member::nodeId).toList();
    for (String id : ids) {
      cluster.setClock(id, 0);
      cluster.disk(id).script(null);
      cluster.disk(id).limitBytes(Long.MAX_VALUE);
      cluster.resume(id);
      cluster.start(id);
    }
  }
}
