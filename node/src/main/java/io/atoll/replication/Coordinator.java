package io.atoll.replication;

import io.atoll.env.Clock;
import io.atoll.env.Timers;
import io.atoll.peer.Peers;
import io.atoll.resilience.ByteBudget;
import io.atoll.ring.ConflictPolicy;
import io.atoll.ring.ConsistencyLevel;
import io.atoll.ring.Member;
import io.vertx.core.Future;

/**
 * Runs the requests of one loop against the replicas of their keys. A read may be run by any node;
 * a write is run by a replica, which makes its dot, so a node that is not one passes it on.
 * Single-threaded; nothing blocks.
 */
public final class Coordinator implements CoordinatedStore {
  private final Coordination coordination;
  private final ReplicaPlans plans;

  /**
   * @param self this node, as the topology names it
   * @param missedWrites told of the replicas that lack what is written here
   * @param timers of the loop that this belongs to
   * @param memory for what requests hold, shared with others
   */
  public Coordinator(
      Member self,
      TopologyFeed topology,
      LocalReplicas local,
      MissedWrites missedWrites,
      Peers peers,
      LiveMembers liveness,
      ClockHealth clockHealth,
      Clock clock,
      Timers timers,
      ReplicationStats stats,
      ByteBudget memory,
      CoordinatorSettings settings) {
    this.coordination =
        new Coordination(
            self,
            topology,
            local,
            missedWrites,
            peers,
            liveness,
            clockHealth,
            clock,
            new OperationTimer(clock, timers),
            new Latencies(),
            stats,
            new ReadSizes(),
            memory,
            settings);
    this.plans = new ReplicaPlans(self.dc());
  }

  @Override
  public Future<ReadResult> get(ReadRequest request) {
    coordination.stats().count(ReplicationStats.Counter.READS);
    try {
      ReplicaPlan plan = plan(request.keyspace(), request.key(), request.level(), true);
      return new ReadOperation(coordination, plan, request).start();
    } catch (RequestFailure refused) {
      return Future.failedFuture(refused);
    }
  }

  @Override
  public Future<WriteResult> write(WriteRequest request) {
    try {
      ReplicaPlan plan = plan(request);
      int self = plan.ownerIndexOf(coordination.self().number());
      if (self < 0) {
        coordination.stats().count(ReplicationStats.Counter.WRITES_FORWARDED);
        return new ForwardOperation(coordination, plan, request).start();
      }
      RequestFailure clockIsOff = clockIsOff(plan);
      if (clockIsOff != null) {
        coordination.stats().count(ReplicationStats.Counter.WRITES_FORWARDED);
        return new ForwardOperation(coordination, plan, request).startElsewhere(self, clockIsOff);
      }
      return run(plan, request, self, true);
    } catch (RequestFailure refused) {
      return Future.failedFuture(refused);
    }
  }

  /** Why this node may not give a write its time, or null when it may. */
  private RequestFailure clockIsOff(ReplicaPlan plan) {
    if (plan.keyspace().conflicts() != ConflictPolicy.LWW) {
      return null;
    }
    String fault = coordination.clockHealth().fault();
    if (fault == null) {
      return null;
    }
    coordination.stats().count(ReplicationStats.Counter.CLOCK_OFF);
    return new RequestFailure.Overloaded(fault);
  }

  @Override
  public Future<WriteResult> writePassedOn(WriteRequest request) {
    try {
      ReplicaPlan plan = plan(request);
      int self = plan.ownerIndexOf(coordination.self().number());
      if (self < 0) {
        return Future.failedFuture(
            new RequestFailure.Overloaded(
                coordination.self().nodeId()
                    + " holds no replica of the key in epoch "
                    + plan.epoch()));
      }
      RequestFailure clockIsOff = clockIsOff(plan);
      if (clockIsOff != null) {
        return Future.failedFuture(clockIsOff);
      }
      return run(plan, request, self, false);
    } catch (RequestFailure refused) {
      return Future.failedFuture(refused);
    }
  }

  private Future<WriteResult> run(
      ReplicaPlan plan, WriteRequest request, int self, boolean mayBePassedOn) {
    coordination.stats().count(ReplicationStats.Counter.WRITES);
    return new WriteOperation(coordination, plan, request, self, mayBePassedOn).start();
  }

  /**
   * How many requests are under way, those included that are answered but still wait for late
   * replicas.
   */
  public int underWay() {
    return coordination.deadlines().size();
  }

  /**
   * The node stops soon. Of writes that are under way, whose late replicas nobody will hear of, it
   * is noted now who is not known to have them; they go on.
   */
  public void nodeStops() {
    coordination.deadlines().nodeStops();
  }

  private ReplicaPlan plan(WriteRequest request) {
    ReplicaPlan plan = plan(request.keyspace(), request.key(), request.level(), false);
    if (!request.means(plan.keyspace().id())) {
      throw new RequestFailure.UnknownKeyspace(
          "keyspace '%s' was dropped and made again, or made only now: nothing was attempted, read the key again for a new context"
              .formatted(request.keyspace()));
    }
    return plan;
  }

  private ReplicaPlan plan(String keyspace, byte[] key, ConsistencyLevel asked, boolean read) {
    if (!coordination
        .deadlines()
        .room(coordination.settings().maxInFlight(), coordination.memory().isShort())) {
      coordination.stats().count(ReplicationStats.Counter.OVERLOADED);
      throw new RequestFailure.Overloaded(
          "%s has %d requests under way on this loop, the most it takes: try again"
              .formatted(coordination.self().nodeId(), coordination.settings().maxInFlight()));
    }
    return plans.of(coordination.topology().newest(), keyspace, key, asked, read);
  }
}
