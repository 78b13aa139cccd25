package io.atoll.replication;

import static io.atoll.replication.ReplicaReasons.CONSIDERED_DOWN;

import io.atoll.env.Clock;
import io.atoll.peer.Peers;
import io.atoll.resilience.ByteBudget;
import io.atoll.ring.Member;
import io.vertx.core.Future;
import java.util.List;

/**
 * What every operation of one coordinator shares.
 *
 * @param self this node
 */
record Coordination(
    Member self,
    TopologyFeed topology,
    LocalReplicas local,
    MissedWrites missedWrites,
    Peers peers,
    LiveMembers liveness,
    ClockHealth clockHealth,
    Clock clock,
    OperationTimer deadlines,
    Latencies latencies,
    ReplicationStats stats,
    ReadSizes sizes,
    ByteBudget memory,
    CoordinatorSettings settings) {
  /** What a request that finds no memory is told. */
  RequestFailure.Overloaded memoryIsFull() {
    stats.count(ReplicationStats.Counter.OVERLOADED);
    return new RequestFailure.Overloaded(
        "%s holds %d bytes for requests, all that it may: try again"
            .formatted(self.nodeId(), memory.totalBytes()));
  }

  /** The members of a plan that are not considered down. */
  ReplicaSet alive(ReplicaPlan plan) {
    return plan.alive(liveness, self.number());
  }

  /** In which order a plan's owners are asked from here. */
  ReadPlan readPlan(ReplicaPlan plan, ReplicaSet alive) {
    return ReadPlan.of(plan.owners(), self.number(), self.dc(), alive, latencies::meanNanos);
  }

  /**
   * The end of a request that too few living replicas make impossible.
   *
   * @param what {@code read} or {@code write}
   */
  <T> Future<T> unavailable(String what, ReplicaPlan plan, ReplicaSet alive) {
    stats.count(ReplicationStats.Counter.UNAVAILABLE);
    ReplicaSet down = plan.requirement().counted().minus(alive);
    List<ReplicaFailure> failures =
        ReplicaReasons.NONE.otherwise(down, CONSIDERED_DOWN).failures(plan, down);
    return Future.failedFuture(
        new RequestFailure.Unavailable(
            "the %s needs %s replicas of keyspace '%s' and only %d are alive: nothing was attempted%s"
                .formatted(
                    what,
                    plan.requirement(),
                    plan.keyspace().name(),
                    alive.size(),
                    ReplicaFailure.told(failures)),
            alive.size(),
            plan.requirement().total(),
            failures));
  }
}
