package io.atoll.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.causal.Actor;
import io.atoll.causal.CausalContext;
import io.atoll.causal.Siblings;
import io.atoll.causal.VersionVector;
import io.atoll.env.HandTime;
import io.atoll.resilience.ByteBudget;
import io.atoll.ring.ConflictPolicy;
import io.atoll.ring.ConsistencyLevel;
import io.atoll.ring.ConsistencyLevel.Named;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Member;
import io.atoll.ring.ReadRepair;
import io.atoll.ring.Topology;
import io.atoll.wire.Tokens;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * One coordinator among peers that the test plays by hand. Nodes are called {@code us-1}; each of
 * the given DCs has three. What is arranged comes before the first request.
 */
final class Stage {
  static final String KEY = "key";
  static final long TIMEOUT_MS = 1_000;

  final HandTime time = new HandTime();
  final HandPeers peers = new HandPeers(this::member);
  final HandReplicas local;
  final HandTopology topology;
  final HandMissedWrites missed = new HandMissedWrites(this::member);
  final ReplicationStats stats = new ReplicationStats();
  final Member self;
  private final Set<Integer> dead = new HashSet<>();
  private final Set<Integer> refusing = new HashSet<>();
  private String keyspace = "ks";
  private String clockFault;
  private CoordinatorSettings settings = CoordinatorSettings.DEFAULT;
  ByteBudget memory = ByteBudget.unbounded();
  private Coordinator coordinator;

  private Stage(String selfId, Map<String, Integer> replication, String... dcs) {
    List<Member> members = new ArrayList<>();
    for (String dc : dcs) {
      for (int i = 1; i <= 3; i++) {
        String id = dc + "-" + i;
        int port = 10_000 + 10 * members.size();
        members.add(
            new Member(0, id, dc, "rack" + i, 1, "127.0.0.1", port, port + 1, port + 2, port + 3));
      }
    }
    Topology formed = Topology.form("test", 16, members);
    formed = formed.withKeyspace(keyspace("ks", replication, ConflictPolicy.SIBLINGS));
    formed = formed.withKeyspace(keyspace("lww", replication, ConflictPolicy.LWW));
    formed =
        formed.withKeyspace(
            keyspace("blocking", replication, ConflictPolicy.SIBLINGS).with(ReadRepair.BLOCKING));
    topology = new HandTopology(formed);
    self = formed.member(selfId);
    local = new HandReplicas(new Actor(self.number(), 1));
    peers.epoch(formed.epoch());
  }

  static Keyspace keyspace(
      String name, Map<String, Integer> replication, ConflictPolicy conflicts) {
    return new Keyspace(0, name, new TreeMap<>(replication), conflicts, Named.QUORUM, Named.QUORUM);
  }

  /** One DC of three nodes that all hold every key; this is {@code us-1}. */
  static Stage ofOneDc() {
    return new Stage("us-1", Map.of("us", 3), "us");
  }

  /** Three DCs of three nodes that all hold every key; this is {@code us-1}. */
  static Stage ofThreeDcs() {
    return new Stage("us-1", Map.of("us", 3, "eu", 3, "ap", 3), "us", "eu", "ap");
  }

  /** Three DCs of which some hold the keys. */
  static Stage of(String selfId, Map<String, Integer> replication) {
    return new Stage(selfId, replication, "us", "eu", "ap");
  }

  Stage lastWriterWins() {
    keyspace = "lww";
    return this;
  }

  /** Reads wait for their repairs. */
  Stage blockingReadRepair() {
    keyspace = "blocking";
    return this;
  }

  /** This node's clock is off from now on, or right again for null. */
  Stage clockFault(String fault) {
    clockFault = fault;
    return this;
  }

  Stage settings(CoordinatorSettings other) {
    settings = other;
    return this;
  }

  Stage dead(String... nodeIds) {
    for (String nodeId : nodeIds) {
      dead.add(member(nodeId).number());
    }
    return this;
  }

  /** Their storage takes no writes, and all know. */
  Stage refusingWrites(String... nodeIds) {
    for (String nodeId : nodeIds) {
      refusing.add(member(nodeId).number());
    }
    return this;
  }

  private LiveMembers liveness() {
    return new LiveMembers() {
      @Override
      public boolean alive(int member) {
        return !dead.contains(member);
      }

      @Override
      public boolean takesWrites(int member) {
        return !refusing.contains(member);
      }
    };
  }

  Stage unreachable(String... nodeIds) {
    for (String nodeId : nodeIds) {
      peers.unreachable(nodeId);
    }
    return this;
  }

  private Member member(int number) {
    return topology.newest().members().get(number);
  }

  Member member(String nodeId) {
    return topology.newest().member(nodeId);
  }

  Coordinator coordinator() {
    if (coordinator == null) {
      coordinator =
          new Coordinator(
              self,
              topology,
              local,
              missed,
              peers,
              liveness(),
              () -> clockFault,
              time,
              time,
              stats,
              memory,
              settings);
    }
    return coordinator;
  }

  Future<ReadResult> read(ConsistencyLevel level) {
    return read(level, VersionVector.EMPTY);
  }

  Future<ReadResult> read(ConsistencyLevel level, VersionVector minContext) {
    return coordinator().get(new ReadRequest(keyspace, bytes(KEY), level, TIMEOUT_MS, minContext));
  }

  Future<WriteResult> write(ConsistencyLevel level) {
    return coordinator().write(request(level, "value"));
  }

  /** A write, run here, to replicas that the test names and not the topology. */
  Future<WriteResult> write(ConsistencyLevel level, ArcReplicas arc) {
    Coordination coordination =
        new Coordination(
            self,
            topology,
            local,
            missed,
            peers,
            liveness(),
            () -> clockFault,
            time,
            new OperationTimer(time, time),
            new Latencies(),
            stats,
            new ReadSizes(),
            memory,
            settings);
    Keyspace used = topology.newest().keyspaces().get(keyspace);
    ReplicaPlan plan =
        new ReplicaPlans(self.dc()).of(topology.newest().epoch(), used, 0, arc, level, used.read());
    int index = plan.ownerIndexOf(self.number());
    return new WriteOperation(coordination, plan, request(level, "value"), index, false).start();
  }

  /** Members by their node ids. */
  List<Member> members(String... nodeIds) {
    return Arrays.stream(nodeIds).map(this::member).toList();
  }

  WriteRequest request(ConsistencyLevel level, String value) {
    return new WriteRequest(
        keyspace,
        bytes(KEY),
        CausalContext.EMPTY,
        false,
        "text/plain",
        bytes(value),
        level,
        TIMEOUT_MS);
  }

  /** The replicas of the key. */
  List<Member> replicas() {
    Keyspace used = topology.newest().keyspaces().get(keyspace);
    return topology.newest().preferenceList(used, Tokens.of(used.id(), bytes(KEY))).replicas();
  }

  /** Everything has ended: no operation, no open call, no timer. */
  void isQuiet() {
    time.pass(TIMEOUT_MS + 2 * OperationTimer.TICK_MS);
    assertThat(coordinator().underWay()).as("operations under way").isZero();
    assertThat(time.running()).as("timers").isZero();
  }

  /** A state with one value, written by the replica of a node. */
  Siblings written(String nodeId, int times, String value) {
    Siblings state = Siblings.EMPTY;
    for (int i = 0; i < times; i++) {
      state =
          state.put(
              new Actor(member(nodeId).number(), 1),
              state.clientContext(),
              100 + i,
              false,
              "",
              bytes(value + i));
    }
    return state;
  }

  long count(ReplicationStats.Counter counter) {
    return stats.value(counter);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
