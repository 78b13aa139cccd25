package io.atoll.replication;

import io.atoll.env.Clock;
import io.atoll.ring.Member;
import io.vertx.core.Future;

/**
 * What every operation of one coordinator shares.
 *
 * @param self this node
 */
record Coordination(
    Member self,
    TopologyFeed topology,
    LocalReplicas local,
    Peers peers,
    LiveMembers liveness,
    Clock clock,
    OperationTimer deadlines,
    Latencies latencies,
    ReplicationStats stats,
    CoordinatorSettings settings) {
  /** RangeTombstone of a target's replicas that are not taken for dead. */
  long alive(Target target) {
    return target.alive(liveness, self.number());
  }

  /** In which order a target's replicas are asked from here. */
  ReadPlan readPlan(Target target, long alive) {
    return ReadPlan.of(target.replicas(), self.number(), self.dc(), alive, latencies::meanNanos);
  }

  /**
   * The end of a request that too few living replicas make impossible.
   *
   * @param what {@code read} or {@code write}
   */
  <T> Future<T> unavailable(String what, Target target, long alive) {
    stats.count(ReplicationStats.Counter.UNAVAILABLE);
    return Future.failedFuture(
        new RequestFailure.Unavailable(
            "the %s needs %s replicas of keyspace '%s' and only %d are alive: nothing was attempted"
                .formatted(
                    what, target.requirement(), target.keyspace().name(), Long.bitCount(alive)),
            Long.bitCount(alive),
            target.requirement().total()));
  }
}
