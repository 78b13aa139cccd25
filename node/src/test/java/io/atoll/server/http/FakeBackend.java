package io.atoll.server.http;

import io.atoll.causal.Actor;
import io.atoll.causal.ContextSeal;
import io.atoll.causal.Siblings;
import io.atoll.hints.HintReport;
import io.atoll.hints.HintSettings;
import io.atoll.membership.Answering;
import io.atoll.membership.MemberState;
import io.atoll.repair.NotComparedException;
import io.atoll.repair.RepairFilter;
import io.atoll.repair.RepairReport;
import io.atoll.repair.RepairRun;
import io.atoll.repair.RepairSettings;
import io.atoll.repair.RepairTree;
import io.atoll.replication.KeyValueStore;
import io.atoll.replication.Outcome;
import io.atoll.replication.ReadRequest;
import io.atoll.replication.ReadResult;
import io.atoll.replication.RequestFailure;
import io.atoll.replication.WriteRequest;
import io.atoll.replication.WriteResult;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Member;
import io.atoll.ring.Topology;
import io.atoll.server.Backend;
import io.atoll.service.NodeStatus;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * A node of one replica in memory, with real causality, that can be told to fail or to hold its
 * answers back. Six members in the DCs {@code eu} (two) and {@code us} (four).
 */
final class FakeBackend implements Backend, KeyValueStore {
  static final ContextSeal SEAL = new ContextSeal(new byte[16]);

  /** What its clock shows. */
  static final long NOW_MS = 1_000_000;

  static final Outcome OUTCOME = new Outcome(3, 2, 2, 0, 4, true);

  private final Map<String, Siblings> siblings = new ConcurrentHashMap<>();
  private final Actor actor = new Actor(0, 1);

  volatile Topology topology;

  /** What changes of the topology are made to, where that is newer; or null. */
  volatile Topology decides;

  volatile RuntimeException failure;
  volatile RuntimeException thrown;
  volatile String notReadyBecause = "";
  volatile String cannotWriteBecause = "";
  volatile HintReport hints = new HintReport(0, 0, 0, 0, HintSettings.DEFAULT, List.of());
  volatile String paused = "";
  volatile RepairReport repair =
      new RepairReport(NOW_MS, RepairSettings.DEFAULT, false, 0, 0, List.of());
  volatile RepairRun run = new RepairRun(1, RepairFilter.ALL, NOW_MS, NOW_MS, List.of());
  volatile RepairFilter wished;
  volatile boolean repairPaused;

  /** Null for none that can be told now. */
  volatile BiFunction<Keyspace, Member, RepairTree> trees;

  volatile boolean holdsBack;
  volatile Context loop;
  volatile boolean calledElsewhere;

  /** Every request that reached the store, in order. */
  final BlockingQueue<Object> requests = new LinkedBlockingQueue<>();

  /** Answers that are held back, until somebody completes them. */
  final BlockingQueue<Promise<Void>> held = new LinkedBlockingQueue<>();

  FakeBackend() {
    this.topology =
        Topology.form(
            "islands",
            16,
            List.of(
                member("eu-1", "eu", "r1", 1),
                member("eu-2", "eu", "r2", 1),
                member("us-1", "us", "r1", 1),
                member("us-2", "us", "r2", 1),
                member("us-3", "us", "r3", 1),
                member("us-4", "us", "r3", 2)));
  }

  private static Member member(String id, String dc, String rack, int weight) {
    int port = 7000 + 10 * Math.floorMod(id.hashCode(), 1000);
    return new Member(0, id, dc, rack, weight, "127.0.0.1", port, port + 1, port + 2, port + 3);
  }

  @Override
  public String nodeId() {
    return "us-1";
  }

  @Override
  public Topology topology() {
    return topology;
  }

  @Override
  public ContextSeal contexts() {
    return SEAL;
  }

  @Override
  public KeyValueStore store() {
    return this;
  }

  @Override
  public List<NodeStatus> nodes() {
    List<NodeStatus> nodes = new ArrayList<>();
    for (Member member : topology.members().values()) {
      nodes.add(
          switch (member.nodeId()) {
            case "us-1" ->
                new NodeStatus(member, MemberState.DOWN, Answering.ANSWERS, 0, 12, 3456, 1, false);
            case "us-2" ->
                new NodeStatus(
                    member,
                    MemberState.SUSPECT,
                    Answering.UNKNOWN,
                    31_536_000_000L,
                    -1,
                    -1,
                    1,
                    true);
            case "eu-1" ->
                new NodeStatus(
                    member,
                    MemberState.ALIVE,
                    Answering.SILENT,
                    NodeStatus.UNKNOWN_CLOCK,
                    -1,
                    -1,
                    0,
                    false);
            default ->
                new NodeStatus(member, MemberState.ALIVE, Answering.ANSWERS, -500, 0, 0, 1, false);
          });
    }
    return nodes;
  }

  @Override
  public String cannotWriteBecause() {
    return cannotWriteBecause;
  }

  @Override
  public String notReadyBecause() {
    return notReadyBecause;
  }

  @Override
  public Future<ReadResult> get(ReadRequest request) {
    return respond(request)
        .map(
            go ->
                new ReadResult(
                    siblings.getOrDefault(id(request.keyspace(), request.key()), Siblings.EMPTY),
                    OUTCOME));
  }

  @Override
  public Future<WriteResult> write(WriteRequest request) {
    return respond(request)
        .map(
            go -> {
              Siblings after =
                  siblings.compute(
                      id(request.keyspace(), request.key()),
                      (id, before) ->
                          (before == null ? Siblings.EMPTY : before)
                              .put(
                                  actor,
                                  request.context(),
                                  1,
                                  request.delete(),
                                  request.contentType(),
                                  request.value()));
              return new WriteResult(after.clientContext(), OUTCOME);
            });
  }

  @Override
  public Future<HintReport> hints() {
    return Future.succeededFuture(hints);
  }

  @Override
  public void pauseHints(Member member) {
    paused = member == null ? "all" : member.nodeId();
  }

  @Override
  public void resumeHints(Member member) {
    paused = paused.equals(member == null ? "all" : member.nodeId()) ? "" : paused;
  }

  @Override
  public long wallMs() {
    return NOW_MS;
  }

  @Override
  public Future<RepairReport> repair() {
    return Future.succeededFuture(repair);
  }

  @Override
  public Future<RepairRun> beginRepair(RepairFilter filter) {
    wished = filter;
    if (repair.settings().equals(RepairSettings.OFF)) {
      return Future.failedFuture(new NotComparedException("off here"));
    }
    return Future.succeededFuture(run);
  }

  @Override
  public Future<RepairRun> repairRun(long id) {
    return Future.succeededFuture(run.id() == id ? run : null);
  }

  @Override
  public Future<RepairTree> repairTree(Keyspace keyspace, Member against) {
    return trees == null
        ? Future.failedFuture("declined: busy")
        : Future.succeededFuture(trees.apply(keyspace, against));
  }

  @Override
  public void pauseRepair() {
    repairPaused = true;
  }

  @Override
  public void resumeRepair() {
    repairPaused = false;
  }

  @Override
  public Future<Topology> createKeyspace(Keyspace keyspace) {
    return decide(now -> now.withKeyspace(keyspace));
  }

  @Override
  public Future<Topology> changeKeyspace(String name, UnaryOperator<Keyspace> change) {
    return decide(now -> now.withChangedKeyspace(change.apply(now.keyspaces().get(name))));
  }

  @Override
  public Future<Topology> dropKeyspace(String name) {
    return decide(now -> now.withoutKeyspace(name));
  }

  /** Puts a state into the store. */
  void hold(String keyspace, byte[] key, Siblings state) {
    siblings.put(id(keyspace, key), state);
  }

  /** What the store holds for a key. */
  Siblings siblings(String keyspace, byte[] key) {
    return siblings.getOrDefault(id(keyspace, key), Siblings.EMPTY);
  }

  private Future<Void> respond(Object request) {
    ContextInternal current = ContextInternal.current();
    calledElsewhere |= current == null || !current.unwrap().equals(loop) || !current.inThread();
    requests.add(request);
    if (thrown != null) {
      throw thrown;
    }
    if (failure != null) {
      return Future.failedFuture(failure);
    }
    String keyspace =
        request instanceof ReadRequest read ? read.keyspace() : ((WriteRequest) request).keyspace();
    if (!topology.keyspaces().containsKey(keyspace)) {
      return Future.failedFuture(
          new RequestFailure.UnknownKeyspace("there is no keyspace '%s'".formatted(keyspace)));
    }
    if (!holdsBack) {
      return Future.succeededFuture();
    }
    Promise<Void> promise = Promise.promise();
    held.add(promise);
    return promise.future();
  }

  private Future<Topology> decide(UnaryOperator<Topology> change) {
    if (failure != null) {
      return Future.failedFuture(failure);
    }
    try {
      topology = change.apply(decides == null ? topology : decides);
    } catch (IllegalArgumentException e) {
      return Future.failedFuture(e);
    }
    return Future.succeededFuture(topology);
  }

  private static String id(String keyspace, byte[] key) {
    return keyspace + "/" + HexFormat.of().formatHex(key);
  }
}
