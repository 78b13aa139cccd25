package io.atoll.node;

import io.atoll.causal.ContextSeal;
import io.atoll.env.Clock;
import io.atoll.env.Loop;
import io.atoll.hints.HintReport;
import io.atoll.repair.RepairControl;
import io.atoll.repair.RepairFilter;
import io.atoll.repair.RepairReport;
import io.atoll.repair.RepairRun;
import io.atoll.repair.RepairTree;
import io.atoll.replication.KeyValueStore;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Member;
import io.atoll.ring.Topology;
import io.atoll.server.Backend;
import io.atoll.service.HintService;
import io.atoll.service.KeyspaceAdmin;
import io.atoll.service.LivenessView;
import io.atoll.service.NodeStatus;
import io.atoll.service.PublishedTopology;
import io.atoll.service.StorageWatch;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The node as the front doors of one loop see it. */
final class NodeBackend implements Backend {
  private final String nodeId;
  private final Loop home;
  private final Loop control;
  private final KeyValueStore store;
  private final PublishedTopology topology;
  private final ContextSeal contexts;
  private final LivenessView liveness;
  private final KeyspaceAdmin keyspaces;
  private final BooleanSupplier stopping;
  private final StorageWatch storage;
  private final HintService hints;
  private final RepairControl repair;
  private final Clock clock;

  /**
   * @param home the loop that calls
   * @param control loop 0
   */
  NodeBackend(
      String nodeId,
      Loop home,
      Loop control,
      KeyValueStore store,
      PublishedTopology topology,
      ContextSeal contexts,
      LivenessView liveness,
      KeyspaceAdmin keyspaces,
      BooleanSupplier stopping,
      StorageWatch storage,
      HintService hints,
      RepairControl repair,
      Clock clock) {
    this.nodeId = nodeId;
    this.home = home;
    this.control = control;
    this.store = store;
    this.topology = topology;
    this.contexts = contexts;
    this.liveness = liveness;
    this.keyspaces = keyspaces;
    this.stopping = stopping;
    this.storage = storage;
    this.hints = hints;
    this.repair = repair;
    this.clock = clock;
  }

  @Override
  public String nodeId() {
    return nodeId;
  }

  @Override
  public Topology topology() {
    return topology.newest();
  }

  @Override
  public ContextSeal contexts() {
    return contexts;
  }

  @Override
  public KeyValueStore store() {
    return store;
  }

  @Override
  public List<NodeStatus> nodes() {
    return liveness.nodes();
  }

  @Override
  public String notReadyBecause() {
    return stopping.getAsBoolean() ? "the node is stopping" : "";
  }

  @Override
  public String cannotWriteBecause() {
    return storage.cannotWriteBecause();
  }

  @Override
  public Future<HintReport> hints() {
    return hints.report(home);
  }

  @Override
  public void pauseHints(Member member) {
    if (member == null) {
      hints.pause();
    } else {
      hints.pause(member.number());
    }
  }

  @Override
  public void resumeHints(Member member) {
    if (member == null) {
      hints.resume();
    } else {
      hints.resume(member.number(), topology().members().keySet());
    }
  }

  @Override
  public long wallMs() {
    return clock.wallMs();
  }

  @Override
  public Future<RepairReport> repair() {
    return repair.report(home);
  }

  @Override
  public Future<RepairRun> beginRepair(RepairFilter filter) {
    return repair.begin(filter, home);
  }

  @Override
  public Future<RepairRun> repairRun(long id) {
    return repair.run(id, home);
  }

  @Override
  public Future<RepairTree> repairTree(Keyspace keyspace, Member against) {
    return repair.tree(keyspace, against == null ? null : against.number(), home);
  }

  @Override
  public void pauseRepair() {
    repair.pause();
  }

  @Override
  public void resumeRepair() {
    repair.resume();
  }

  @Override
  public Future<Topology> createKeyspace(Keyspace keyspace) {
    return onControl(admin -> admin.create(keyspace));
  }

  @Override
  public Future<Topology> changeKeyspace(String name, UnaryOperator<Keyspace> change) {
    return onControl(admin -> admin.change(name, change));
  }

  @Override
  public Future<Topology> dropKeyspace(String name) {
    return onControl(admin -> admin.drop(name));
  }

  private Future<Topology> onControl(Function<KeyspaceAdmin, Future<Topology>> call) {
    Promise<Topology> answer = Promise.promise();
    control.execute(
        () -> call.apply(keyspaces).onComplete(r -> home.execute(() -> answer.handle(r))));
    return answer.future();
  }
}
