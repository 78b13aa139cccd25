package io.atoll.server.binary;

import io.atoll.causal.Actor;
import io.atoll.causal.ContextSeal;
import io.atoll.causal.Siblings;
import io.atoll.hints.HintReport;
import io.atoll.repair.RepairFilter;
import io.atoll.repair.RepairReport;
import io.atoll.repair.RepairRun;
import io.atoll.repair.RepairTree;
import io.atoll.replication.KeyValueStore;
import io.atoll.replication.Outcome;
import io.atoll.replication.ReadRequest;
import io.atoll.replication.ReadResult;
import io.atoll.replication.WriteRequest;
import io.atoll.replication.WriteResult;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Member;
import io.atoll.ring.Topology;
import io.atoll.server.Backend;
import io.atoll.service.NodeStatus;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A node of two whose store is a map. It answers at once, or holds every answer back until a test
 * asks for it, and fails as it is told.
 */
final class ShelfBackend implements Backend, KeyValueStore {
  static final ContextSeal SEAL = new ContextSeal(new byte[16]);
  static final Outcome OUTCOME = new Outcome(2, 2, 2, 0, 1, true);

  private static final Actor ACTOR = new Actor(1, 1);

  private final Map<String, Siblings> shelf = new TreeMap<>();

  /** Every request that reached the store, in order. */
  final List<Object> requests = new ArrayList<>();

  /** Answers that are held back, in the order of their requests. */
  final ArrayDeque<Runnable> held = new ArrayDeque<>();

  Topology topology =
      Topology.form("isles", 16, List.of(member("us-1", 7000), member("us-2", 7010)));
  boolean holdsBack;
  RuntimeException failure;
  RuntimeException thrown;

  private static Member member(String id, int port) {
    return new Member(0, id, "us", id, 1, "127.0.0.1", port, port + 1, port + 2, port + 3);
  }

  Siblings siblings(byte[] key) {
    return shelf.getOrDefault(HexFormat.of().formatHex(key), Siblings.EMPTY);
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
  public Future<ReadResult> get(ReadRequest request) {
    requests.add(request);
    return answer(Promise.promise(), () -> new ReadResult(siblings(request.key()), OUTCOME));
  }

  @Override
  public Future<WriteResult> write(WriteRequest request) {
    requests.add(request);
    return answer(
        Promise.promise(),
        () -> {
          Siblings after =
              siblings(request.key())
                  .put(
                      ACTOR,
                      request.context(),
                      requests.size(),
                      request.delete(),
                      request.contentType(),
                      request.value());
          shelf.put(HexFormat.of().formatHex(request.key()), after);
          return new WriteResult(after.contextAfterPut(ACTOR, request.context()), OUTCOME);
        });
  }

  private <T> Future<T> answer(Promise<T> promise, Supplier<T> result) {
    if (thrown != null) {
      throw thrown;
    }
    Runnable answer =
        () -> {
          if (failure != null) {
            promise.fail(failure);
          } else {
            promise.complete(result.get());
          }
        };
    if (holdsBack) {
      held.add(answer);
    } else {
      answer.run();
    }
    return promise.future();
  }

  @Override
  public List<NodeStatus> nodes() {
    return List.of();
  }

  @Override
  public String cannotWriteBecause() {
    return "";
  }

  @Override
  public String notReadyBecause() {
    return "";
  }

  @Override
  public Future<HintReport> hints() {
    return Future.failedFuture("not here");
  }

  @Override
  public void pauseHints(Member member) {}

  @Override
  public void resumeHints(Member member) {}

  @Override
  public long wallMs() {
    return 0;
  }

  @Override
  public Future<RepairReport> repair() {
    return Future.failedFuture("not here");
  }

  @Override
  public Future<RepairRun> beginRepair(RepairFilter filter) {
    return Future.failedFuture("not here");
  }

  @Override
  public Future<RepairRun> repairRun(long id) {
    return Future.failedFuture("not here");
  }

  @Override
  public Future<RepairTree> repairTree(Keyspace keyspace, Member against) {
    return Future.failedFuture("not here");
  }

  @Override
  public void pauseRepair() {}

  @Override
  public void resumeRepair() {}

  @Override
  public Future<Topology> createKeyspace(Keyspace keyspace) {
    return Future.failedFuture("not here");
  }

  @Override
  public Future<Topology> changeKeyspace(String name, UnaryOperator<Keyspace> change) {
    return Future.failedFuture("not here");
  }

  @Override
  public Future<Topology> dropKeyspace(String name) {
    return Future.failedFuture("not here");
  }
}
