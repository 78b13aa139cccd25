package io.atoll.node;

import io.atoll.consensus.StartingPoint;
import io.atoll.env.Loop;
import io.atoll.env.NodeEnv;
import io.atoll.env.Worker;
import io.atoll.membership.GossipStats;
import io.atoll.replication.Coordinator;
import io.atoll.replication.LocalReplicas;
import io.atoll.replication.Peers;
import io.atoll.replication.ReplicaService;
import io.atoll.replication.ReplicationStats;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Member;
import io.atoll.ring.Topology;
import io.atoll.server.Backend;
import io.atoll.server.peer.PeerEndpoint;
import io.atoll.storage.NodeIdentity;
import io.atoll.storage.StorageEngine;
import io.atoll.storage.StorageEnv;
import io.atoll.storage.StorageMetric;
import io.atoll.storage.StorageStats;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One node, put together from its parts, all of them behind the doors of a {@link NodeEnv}: the
 * same in service and in the simulation. Front doors such as HTTP are not part of it; they use
 * {@link #backend}.
 */
public final class Node {
  private final NodeEnv env;
  private final NodeSettings settings;
  private final StorageEngine engine;
  private final PublishedTopology topologyBoard;
  private final LivenessView livenessBoard = new LivenessView();
  private final ReplicationStats replicationStats = new ReplicationStats();
  private final TopologyService topology;
  private final GossipService gossip;
  private final List<PeerEndpoint> endpoints = new ArrayList<>();
  private final List<Coordinator> coordinators = new ArrayList<>();
  private final List<Backend> backends = new ArrayList<>();
  private volatile boolean stopping;

  private Node(
      NodeEnv env,
      NodeSettings settings,
      TestHooks hooks,
      Consumer<String> report,
      Worker worker,
      StorageEngine engine,
      StartingPoint start) {
    this.env = env;
    this.settings = settings;
    this.engine = engine;
    topology =
        new TopologyService(
            env, settings, worker, start, this::adopted, this::sendTopologyMessage, report);
    topologyBoard = new PublishedTopology(topology.newest(), env.loops(), this::announced);
    gossip =
        new GossipService(
            env,
            settings,
            topology.newest(),
            livenessBoard,
            engine::stats,
            this::returned,
            this::announced);
    wire(hooks);
  }

  /**
   * Starts a node: recovers its data, learns its topology, and begins to serve its peers.
   *
   * @param report takes lines for a person, about what is wrong and does not stop the node
   * @return completes on loop 0; fails with one line that says what to do
   */
  public static Future<Node> start(
      NodeEnv env, NodeSettings settings, TestHooks hooks, Consumer<String> report) {
    Worker worker = env.worker("topology");
    NodeIdentity identity = new NodeIdentity(settings.clusterName(), settings.nodeId());
    return StorageEngine.open(
            StorageEnv.of(env, settings.storage().reads().readers()), identity, settings.storage())
        .compose(
            engine ->
                startingPoint(env, settings, worker, engine)
                    .map(start -> new Node(env, settings, hooks, report, worker, engine, start))
                    .onFailure(refused -> engine.close()))
        .onSuccess(Node::begin);
  }

  /** Read from the disk or, at the very first start, formed, which takes a while: on the worker. */
  private static Future<StartingPoint> startingPoint(
      NodeEnv env, NodeSettings settings, Worker worker, StorageEngine engine) {
    Promise<StartingPoint> found = Promise.promise();
    Loop loop = env.loops().get(0);
    boolean tookPart = engine.stats().value(StorageMetric.KEYS) > 0;
    worker.execute(
        () -> {
          try {
            StartingPoint start = TopologyService.startingPoint(env.disk(), settings, tookPart);
            loop.execute(() -> found.complete(start));
          } catch (IOException | RuntimeException refused) {
            loop.execute(() -> found.fail(refused));
          }
        });
    return found.future();
  }

  private void wire(TestHooks hooks) {
    Member self = topology.newest().member(settings.nodeId());
    List<ReplicaShard> shards = new ArrayList<>();
    for (int i = 0; i < engine.shardCount(); i++) {
      shards.add(
          new ReplicaShard(engine.shard(i), env.clock(), self.number(), engine.generation()));
    }
    KeyspaceAdmin admin = new KeyspaceAdmin(env.loops().get(0), topology, gossip);
    for (int i = 0; i < env.loops().size(); i++) {
      wireLoop(i, self, shards, hooks, admin);
    }
  }

  private void wireLoop(
      int index, Member self, List<ReplicaShard> shards, TestHooks hooks, KeyspaceAdmin admin) {
    Loop loop = env.loops().get(index);
    PublishedTopology.View view = topologyBoard.view(index);
    PeerEndpoint endpoint =
        new PeerEndpoint(self, env.peerLinks(index), env.clock(), this::topologyMessage);
    Peers peers = hooks.peers(endpoint);
    LocalReplicas local =
        hooks.local(
            new ShardReplicas(
                loop, engine, shards, token -> topologyBoard.newest().partitionOf(token)));
    Coordinator coordinator =
        new Coordinator(
            self,
            view,
            local,
            peers,
            livenessBoard,
            env.clock(),
            loop,
            replicationStats,
            settings.coordinator());
    ReplicaService service =
        new ReplicaService(self, view, local, peers, coordinator, replicationStats);
    endpoints.add(endpoint);
    coordinators.add(coordinator);
    backends.add(
        new NodeBackend(
            settings.nodeId(),
            loop,
            env.loops().get(0),
            coordinator,
            topologyBoard,
            livenessBoard,
            admin,
            () -> stopping));
    loop.execute(() -> endpoint.serve(loop, service));
  }

  private void begin() {
    topology.start();
    gossip.start();
  }

  private void announced(String nodeId, long epoch) {
    Loop control = env.loops().get(0);
    if (control.isCurrent()) {
      topology.announced(nodeId, epoch);
    } else {
      control.execute(() -> topology.announced(nodeId, epoch));
    }
  }

  private void returned(String nodeId) {
    Member member = topology.newest().member(nodeId);
    if (member != null) {
      for (int i = 0; i < endpoints.size(); i++) {
        PeerEndpoint endpoint = endpoints.get(i);
        env.loops().get(i).execute(() -> endpoint.returned(member.number()));
      }
    }
  }

  private void topologyMessage(String from, byte[] message) {
    env.loops().get(0).execute(() -> topology.receive(from, message));
  }

  private void sendTopologyMessage(String to, byte[] message) {
    if (to.equals(settings.nodeId())) {
      topologyMessage(to, message);
      return;
    }
    Member member = topology.newest().member(to);
    if (member != null) {
      endpoints.get(0).sendTopologyMessage(member, message);
    }
  }

  private void adopted(Topology newest) {
    Topology before = topologyBoard.newest();
    if (newest.epoch() <= before.epoch()) {
      return;
    }
    topologyBoard.post(newest);
    gossip.adopted(newest);
    Set<Integer> kept = new HashSet<>();
    newest.keyspaces().values().forEach(keyspace -> kept.add(keyspace.id()));
    for (Keyspace keyspace : before.keyspaces().values()) {
      if (!kept.contains(keyspace.id())) {
        forget(keyspace.id());
      }
    }
  }

  private void forget(int keyspaceId) {
    for (int i = 0; i < engine.shardCount(); i++) {
      int shard = i;
      engine.loopOf(shard).execute(() -> engine.shard(shard).dropKeyspace(keyspaceId));
    }
  }

  /** What front doors of a loop use, on that loop only. */
  public Backend backend(int loop) {
    return backends.get(loop);
  }

  /** The doors that it stands behind. */
  public NodeEnv env() {
    return env;
  }

  /** The newest topology that it has; from any thread. */
  public Topology topology() {
    return topologyBoard.newest();
  }

  /** What its coordinators did; from any thread. */
  public ReplicationStats replicationStats() {
    return replicationStats;
  }

  /** What its storage did and holds; from any thread. */
  public StorageStats storageStats() {
    return engine.stats();
  }

  /** Its storage, for those who check it. */
  public StorageEngine storage() {
    return engine;
  }

  /** What gossip did, as loop 0 showed it last; from any thread. */
  public GossipStats shownGossipStats() {
    return gossip.shownStats();
  }

  /** Frames of peers that could not be read; each number is right by itself. */
  public long malformedPeerFrames() {
    return endpoints.stream().mapToLong(PeerEndpoint::malformedFrames).sum();
  }

  /** Calls to peers that wait for an answer; each number is right by itself. */
  public int pendingPeerCalls() {
    return endpoints.stream().mapToInt(PeerEndpoint::pendingCalls).sum();
  }

  /** Requests that its coordinators have under way; each number is right by itself. */
  public int requestsUnderWay() {
    return coordinators.stream().mapToInt(Coordinator::underWay).sum();
  }

  /**
   * Stops cleanly: the others are told, what was acknowledged is on disk, the directory is marked
   * as closed.
   */
  public Future<Void> close() {
    stopping = true;
    Promise<Void> closed = Promise.promise();
    env.loops()
        .get(0)
        .execute(
            () -> {
              gossip.stop();
              topology.stop();
              engine.close().onComplete(closed);
            });
    return closed.future();
  }
}
