package io.atoll.node;

import io.atoll.consensus.StartingPoint;
import io.atoll.env.Address;
import io.atoll.env.FatalError;
import io.atoll.env.Loop;
import io.atoll.env.NodeCredentials;
import io.atoll.env.NodeEnv;
import io.atoll.env.ProtocolVersions;
import io.atoll.env.Worker;
import io.atoll.membership.GossipStats;
import io.atoll.membership.HmacSeal;
import io.atoll.peer.PartMemory;
import io.atoll.peer.PeerEndpoint;
import io.atoll.peer.PeerPlace;
import io.atoll.peer.PeerServices;
import io.atoll.peer.Peers;
import io.atoll.repair.RepairSettings;
import io.atoll.replication.CoordinatedStore;
import io.atoll.replication.Coordinator;
import io.atoll.replication.LocalReplicas;
import io.atoll.replication.ReplicaService;
import io.atoll.replication.ReplicationStats;
import io.atoll.replication.TopologyFeed;
import io.atoll.ring.Member;
import io.atoll.ring.Topology;
import io.atoll.server.Backend;
import io.atoll.service.Adoption;
import io.atoll.service.AntiEntropy;
import io.atoll.service.DroppedKeyspaces;
import io.atoll.service.GossipService;
import io.atoll.service.HintService;
import io.atoll.service.Incarnation;
import io.atoll.service.IncarnationService;
import io.atoll.service.KeyspaceAdmin;
import io.atoll.service.LivenessView;
import io.atoll.service.NodeStatus;
import io.atoll.service.PresenceService;
import io.atoll.service.PublishedTopology;
import io.atoll.service.ReplicaShard;
import io.atoll.service.ShardReplicas;
import io.atoll.service.SketchedShards;
import io.atoll.service.StorageWatch;
import io.atoll.service.TopologyService;
import io.atoll.service.WaitingWrites;
import io.atoll.storage.NodeIdentity;
import io.atoll.storage.StorageEngine;
import io.atoll.storage.StorageEnv;
import io.atoll.storage.StorageMetric;
import io.atoll.storage.StorageSettings;
import io.atoll.storage.StorageStats;
import io.atoll.storage.engine.LsmEngine;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
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
  private final TopologyService topology;
  private final PublishedTopology published;
  private final LivenessView liveness = new LivenessView();
  private final StorageWatch storageWatch;
  private final DroppedKeyspaces droppedKeyspaces;
  private final HintService hints;
  private final AntiEntropy repairs;
  private final GossipService gossip;
  private final PresenceService presence;
  private final ReplicationStats replicationStats = new ReplicationStats();
  private final List<WaitingWrites> waitingWrites = new ArrayList<>();
  private final List<Coordinator> coordinators = new ArrayList<>();
  private final List<Backend> backends = new ArrayList<>();
  private final PartMemory partMemory;
  private final NodePeers peers;
  private final Incarnation incarnation = new Incarnation();
  private final IncarnationService incarnations;
  private Peers control;
  private final AtomicBoolean stopping = new AtomicBoolean();

  private Node(
      NodeEnv env,
      NodeSettings settings,
      TestHooks hooks,
      Consumer<String> report,
      Worker worker,
      StorageEngine engine,
      SketchedShards sketches,
      Beginning start) {
    this.env = env;
    this.settings = settings;
    this.engine = engine;
    topology =
        new TopologyService(
            env,
            settings.credentials().nodeId(),
            settings.engines().topologyLog(),
            worker,
            start.topology,
            report);
    storageWatch = new StorageWatch(engine::stats, env.clock(), report);
    Topology first = topology.newest();
    Member self = first.member(settings.credentials().nodeId());
    published = new PublishedTopology(first, env.loops(), topology);
    droppedKeyspaces = new DroppedKeyspaces(engine, published::newest);
    hints =
        new HintService(
            env,
            settings.engines().hints(),
            engine,
            liveness,
            token -> published.newest().partitionOf(token));
    repairs =
        new AntiEntropy(
            env,
            settings.engines().repair(),
            self.number(),
            engine,
            sketches,
            liveness,
            () -> hints.report(env.loops().get(0)),
            report);
    gossip =
        new GossipService(
            env,
            settings.engines().gossip(),
            settings.versions(),
            new HmacSeal(settings.credentials().clusterName(), settings.credentials().secret()),
            first,
            self,
            liveness,
            engine::stats,
            topology);
    presence =
        new PresenceService(
            env,
            settings.engines().answers(),
            settings.engines().clock(),
            self,
            published,
            stopping::get,
            report);
    partMemory = new PartMemory(settings.engines().partMemoryBytes());
    incarnations =
        new IncarnationService(
            env,
            settings.engines().incarnation(),
            worker,
            engine,
            start.run,
            topology,
            self,
            liveness,
            incarnation,
            report);
    peers = new NodePeers(env.loops(), wire(self, hooks), control);
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
    NodeCredentials node = settings.credentials();
    NodeIdentity identity = new NodeIdentity(node.clusterName(), node.nodeId());
    StorageSettings usual = settings.engines().storage();
    StorageSettings storage = usual.with(usual.tables().withFacts(new StateFacts()));
    SketchedShards sketches =
        new SketchedShards(
            repair(settings), settings.sketches(), settings.formation().partitions(), env.clock());
    return LsmEngine.open(
            StorageEnv.of(env, storage.reads().readers()), identity, storage, sketches)
        .compose(
            engine ->
                beginning(env, settings, worker, engine)
                    .map(
                        start ->
                            new Node(env, settings, hooks, report, worker, engine, sketches, start))
                    .onFailure(refused -> engine.close()))
        .onSuccess(Node::begin);
  }

  /** An older release could not read what is written for the sketches. */
  private static RepairSettings repair(NodeSettings settings) {
    boolean pinned = settings.versions().highest() < ProtocolVersions.SPOKEN.highest();
    return pinned ? settings.engines().repair().off() : settings.engines().repair();
  }

  /** What a node begins with, read from the disk and written there. */
  private record Beginning(StartingPoint topology, IncarnationService.Start run) {}

  /** Read from the disk or, at the very first start, formed, which takes a while: on the worker. */
  private static Future<Beginning> beginning(
      NodeEnv env, NodeSettings settings, Worker worker, StorageEngine engine) {
    Promise<Beginning> found = Promise.promise();
    Loop loop = env.loops().get(0);
    boolean tookPart = engine.stats().value(StorageMetric.KEYS) > 0;
    worker.execute(
        () -> {
          try {
            StartingPoint start =
                TopologyService.startingPoint(env.disk(), () -> formed(settings), tookPart);
            Beginning beginning =
                new Beginning(
                    start, IncarnationService.begin(env, start instanceof StartingPoint.Formed));
            loop.execute(() -> found.complete(beginning));
          } catch (Throwable refused) {
            FatalError.passOn(refused);
            loop.execute(() -> found.fail(refused));
          }
        });
    return found.future();
  }

  private static Topology formed(NodeSettings settings) {
    NodeSettings.Formation formation = settings.formation();
    return Topology.form(
        settings.credentials().clusterName(), formation.partitions(), formation.members());
  }

  /** Makes what stands on each loop; answers the endpoints by loop. */
  private List<PeerEndpoint> wire(Member self, TestHooks hooks) {
    List<ReplicaShard> shards = new ArrayList<>();
    for (int i = 0; i < engine.shardCount(); i++) {
      shards.add(
          new ReplicaShard(
              engine.shard(i),
              env.clock(),
              self.number(),
              incarnation,
              () -> published.newest().nextMember()));
    }
    KeyspaceAdmin admin = new KeyspaceAdmin(env.loops().get(0), topology, gossip);
    List<PeerEndpoint> endpoints = new ArrayList<>();
    for (int i = 0; i < env.loops().size(); i++) {
      endpoints.add(wireLoop(i, self, shards, hooks, admin));
    }
    return endpoints;
  }

  private PeerEndpoint wireLoop(
      int index, Member self, List<ReplicaShard> shards, TestHooks hooks, KeyspaceAdmin admin) {
    Loop loop = env.loops().get(index);
    TopologyFeed feed = published.view(index);
    PeerEndpoint endpoint =
        new PeerEndpoint(
            self.number(),
            env.peerLinks(index),
            env.clock(),
            this::place,
            partMemory,
            settings.engines().parts());
    Peers others = hooks.peers(endpoint);
    WaitingWrites waiting = new WaitingWrites(loop, env.clock(), incarnation, feed::newest);
    waitingWrites.add(waiting);
    LocalReplicas local =
        hooks.local(
            new ShardReplicas(
                loop,
                engine,
                shards,
                token -> published.newest().partitionOf(token),
                waiting,
                settings.memory().clients(),
                settings.memory().peers()));
    Coordinator coordinator =
        new Coordinator(
            self,
            feed,
            local,
            hints,
            others,
            liveness,
            presence,
            env.clock(),
            loop,
            replicationStats,
            settings.memory().clients(),
            settings.engines().coordinator());
    CoordinatedStore coordinated = hooks.coordinated(coordinator);
    PeerServices services = new PeerServices();
    topology.register(services);
    presence.register(services);
    incarnations.register(services, loop);
    hints.join(loop, services, feed, local, others, settings.memory().peers());
    repairs.join(loop, services, feed, local, others, settings.memory().peers());
    if (index == 0) {
      control = others;
    }
    new ReplicaService(
            self, feed, local, others, coordinated, replicationStats, settings.memory().peers())
        .register(services);
    coordinators.add(coordinator);
    backends.add(
        new NodeBackend(
            settings.credentials().nodeId(),
            loop,
            env.loops().get(0),
            coordinated,
            published,
            settings.contexts(),
            liveness,
            admin,
            stopping::get,
            storageWatch,
            hints,
            repairs,
            env.clock()));
    loop.execute(() -> endpoint.serve(loop, services));
    return endpoint;
  }

  /** Where a member takes links; null for one that is none. */
  private PeerPlace place(int number) {
    Member member = published.newest().members().get(number);
    return member == null
        ? null
        : new PeerPlace(member.nodeId(), new Address(member.host(), member.peerPort()));
  }

  private void begin() {
    topology.start(peers, new Adoption(published, gossip, droppedKeyspaces));
    gossip.start(presence);
    presence.start(peers, gossip::show);
    storageWatch.start(env.loops().get(0));
    droppedKeyspaces.start(env.loops().get(0));
    incarnations.start(control);
    hints.start();
    repairs.start();
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
    return published.newest();
  }

  /** What its coordinators did; from any thread. */
  public ReplicationStats replicationStats() {
    return replicationStats;
  }

  /** What its storage did and holds; from any thread. */
  public StorageStats storageStats() {
    return engine.stats();
  }

  /** Under which incarnation it makes its write events. */
  public Incarnation incarnation() {
    return incarnation;
  }

  /** What it did so as not to use an incarnation twice; from any thread. */
  public IncarnationService incarnations() {
    return incarnations;
  }

  /** What it keeps for replicas that lack writes. */
  public HintService hints() {
    return hints;
  }

  /** How it keeps its replicas the same as those of others. */
  public AntiEntropy repairs() {
    return repairs;
  }

  /** Its storage, for those who check it. */
  public StorageEngine storage() {
    return engine;
  }

  /** What gossip did, as loop 0 showed it last; from any thread. */
  public GossipStats shownGossipStats() {
    return gossip.shownStats();
  }

  /** How far its clock is ahead of most others; from any thread. */
  public double clockAheadSeconds() {
    return presence.clockAheadSeconds();
  }

  /** Every member as this node sees it; from any thread. */
  public List<NodeStatus> members() {
    return liveness.nodes();
  }

  /** Frames of peers that could not be read; each number is right by itself. */
  public long malformedPeerFrames() {
    return peers.malformedFrames();
  }

  /** Calls to peers that wait for an answer; each number is right by itself. */
  public int pendingPeerCalls() {
    return peers.pendingCalls();
  }

  /** Those of them that only ask whether peers answer, which never ends. */
  public int questionsToPeers() {
    return presence.questions();
  }

  /** Requests that its coordinators have under way; each number is right by itself. */
  public int requestsUnderWay() {
    return coordinators.stream().mapToInt(Coordinator::underWay).sum();
  }

  /** What waits in it, for those who check it: all of it stands still while they look. */
  public NodeLoad load() {
    return new NodeLoad(
        requestsUnderWay(),
        pendingPeerCalls(),
        partMemory.heldBytes(),
        waitingWrites.stream().mapToInt(WaitingWrites::size).sum(),
        gossip.queuedUpdates(),
        topology.changesWaiting(),
        hints.bounds().count(),
        settings.memory().clients().reservedBytes(),
        settings.memory().peers().reservedBytes());
  }

  /** The limits that it keeps to. */
  public NodeSettings.Engines limits() {
    return settings.engines();
  }

  /**
   * Stops cleanly: the others are told, what was acknowledged is on disk, the directory is marked
   * as closed.
   */
  public Future<Void> close() {
    stopping.set(true);
    Promise<Void> closed = Promise.promise();
    env.loops()
        .get(0)
        .execute(
            () -> {
              gossip.stop();
              presence.stop();
              storageWatch.stop();
              droppedKeyspaces.stop();
              hints.stop();
              repairs.stop();
              topology.stop();
              incarnations.stop();
              hintWhatIsUnderWay().eventually(engine::close).onComplete(closed);
            });
    return closed.future();
  }

  /** Completes, on loop 0, when the storage has taken what replicas may lack of late writes. */
  private Future<Void> hintWhatIsUnderWay() {
    Loop home = env.loops().get(0);
    Promise<Void> told = Promise.promise();
    int[] left = {coordinators.size()};
    for (int i = 0; i < coordinators.size(); i++) {
      Coordinator coordinator = coordinators.get(i);
      env.loops()
          .get(i)
          .execute(
              () -> {
                coordinator.nodeStops();
                home.execute(
                    () -> {
                      if (--left[0] == 0) {
                        told.complete();
                      }
                    });
              });
    }
    return told.future().compose(all -> hints.taken(home));
  }
}
