package io.atoll.replication;

import io.atoll.env.Clock;
import io.atoll.env.Timers;
import io.atoll.ring.ConsistencyLevel;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Member;
import io.atoll.ring.Topology;
import io.atoll.wire.Tokens;
import io.vertx.core.Future;

/**
 * Runs the requests of one loop against the replicas of their keys. A read may be run by any node;
 * a write is run by a replica, which makes its dot, so a node that is none passes it on.
 * Single-threaded; nothing blocks.
 */
public final class Coordinator implements KeyValueStore {
  private final Coordination coordination;
  private final Requirements requirements;

  /**
   * @param self this node, as the topology names it
   * @param timers of the loop that this belongs to
   */
  public Coordinator(
      Member self,
      TopologyFeed topology,
      LocalReplicas local,
      Peers peers,
      LiveMembers liveness,
      Clock clock,
      Timers timers,
      ReplicationStats stats,
      CoordinatorSettings settings) {
    this.coordination =
        new Coordination(
            self,
            topology,
            local,
            peers,
            liveness,
            clock,
            new OperationTimer(clock, timers),
            new Latencies(),
            stats,
            settings);
    this.requirements = new Requirements(self.dc());
  }

  @Override
  public Future<ReadResult> get(ReadRequest request) {
    coordination.stats().count(ReplicationStats.Counter.READS);
    try {
      Target target = target(request.keyspace(), request.key(), request.level(), true);
      return new ReadOperation(coordination, target, request).start();
    } catch (RequestFailure refused) {
      return Future.failedFuture(refused);
    }
  }

  @Override
  public Future<WriteResult> write(WriteRequest request) {
    try {
      Target target = target(request.keyspace(), request.key(), request.level(), false);
      int self = target.indexOf(coordination.self().number());
      if (self < 0) {
        coordination.stats().count(ReplicationStats.Counter.WRITES_FORWARDED);
        return new ForwardOperation(coordination, target, request).start();
      }
      return run(target, request, self);
    } catch (RequestFailure refused) {
      return Future.failedFuture(refused);
    }
  }

  /**
   * Runs a write that another node passed on; one that this node is no replica of is refused, so
   * that it goes no further.
   */
  Future<WriteResult> writePassedOn(WriteRequest request) {
    try {
      Target target = target(request.keyspace(), request.key(), request.level(), false);
      int self = target.indexOf(coordination.self().number());
      if (self < 0) {
        return Future.failedFuture(
            new RequestFailure.Overloaded(
                coordination.self().nodeId()
                    + " holds no replica of the key in epoch "
                    + target.epoch()));
      }
      return run(target, request, self);
    } catch (RequestFailure refused) {
      return Future.failedFuture(refused);
    }
  }

  private Future<WriteResult> run(Target target, WriteRequest request, int self) {
    coordination.stats().count(ReplicationStats.Counter.WRITES);
    return new WriteOperation(coordination, target, request, self).start();
  }

  /**
   * How many requests are under way, those included that are answered but still wait for late
   * replicas.
   */
  public int underWay() {
    return coordination.deadlines().size();
  }

  private Target target(String name, byte[] key, ConsistencyLevel asked, boolean read) {
    if (!coordination.deadlines().room(coordination.settings().maxInFlight())) {
      coordination.stats().count(ReplicationStats.Counter.OVERLOADED);
      throw new RequestFailure.Overloaded(
          "%s has %d requests under way on this loop, the most it takes: try again"
              .formatted(coordination.self().nodeId(), coordination.settings().maxInFlight()));
    }
    Topology topology = coordination.topology().newest();
    Keyspace keyspace = topology.keyspaces().get(name);
    if (keyspace == null) {
      throw new RequestFailure.UnknownKeyspace(
          "there is no keyspace '%s' in epoch %d: there are %s"
              .formatted(name, topology.epoch(), topology.keyspaces().keySet()));
    }
    ConsistencyLevel level = asked != null ? asked : read ? keyspace.read() : keyspace.write();
    ConsistencyLevel others = read ? keyspace.write() : keyspace.read();
    Requirements.Demand demand = requirements.of(topology, keyspace, level, others);
    long token = Tokens.of(keyspace.id(), key);
    return new Target(
        topology,
        keyspace,
        token,
        topology.preferenceList(keyspace, token),
        level,
        demand.requirement(),
        demand.overlapping());
  }
}
