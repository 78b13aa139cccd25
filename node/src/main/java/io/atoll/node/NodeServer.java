package io.atoll.node;

import io.atoll.causal.ContextSeal;
import io.atoll.consensus.TopologyLogSettings;
import io.atoll.env.Address;
import io.atoll.env.NodeCredentials;
import io.atoll.env.NodeEnv;
import io.atoll.env.ProtocolVersions;
import io.atoll.incarnation.IncarnationSettings;
import io.atoll.membership.ClockWatch;
import io.atoll.node.config.NodeConfig;
import io.atoll.peer.PartSettings;
import io.atoll.platform.http.MemoryMeters;
import io.atoll.platform.process.Descriptors;
import io.atoll.platform.process.TooFewDescriptorsException;
import io.atoll.repair.sketch.SketchKey;
import io.atoll.replication.CoordinatorSettings;
import io.atoll.resilience.ByteBudget;
import io.atoll.ring.Member;
import io.atoll.runtime.LinkSettings;
import io.atoll.runtime.NioDisk;
import io.atoll.runtime.PeerGreeting;
import io.atoll.runtime.RuntimeEnv;
import io.atoll.runtime.RuntimeSettings;
import io.atoll.server.Backend;
import io.atoll.server.binary.BinaryListener;
import io.atoll.server.binary.BinarySettings;
import io.atoll.server.http.HttpListener;
import io.atoll.server.http.HttpSettings;
import io.atoll.storage.StorageSettings;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node in service: a {@link Node} behind real doors, with HTTP and the client protocol in
 * front. Callable from any thread.
 */
public final class NodeServer {
  private static final Logger LOG = LoggerFactory.getLogger(NodeServer.class);

  private final RuntimeEnv env;
  private final Node node;
  private final HttpListener http;
  private final BinaryListener binary;
  private final PrometheusMeterRegistry registry;

  private NodeServer(
      RuntimeEnv env,
      Node node,
      HttpListener http,
      BinaryListener binary,
      PrometheusMeterRegistry registry) {
    this.env = env;
    this.node = node;
    this.http = http;
    this.binary = binary;
    this.registry = registry;
  }

  /**
   * Starts a node.
   *
   * @return completes when it serves; fails, with nothing left open, with one line that says what
   *     to do
   */
  public static Future<NodeServer> start(Vertx vertx, NodeConfig config) {
    NodeConfig.Cluster cluster = config.cluster();
    Genesis genesis = Genesis.of(cluster.initialMembers(), cluster.partitions());
    Greeting greeting = new Greeting(genesis, credentials(config));
    NodeMemory memory = NodeMemory.of(config.limits().requests().memoryBytes());
    return enoughDescriptors(config)
        .compose(
            enough ->
                RuntimeEnv.open(vertx, runtimeSettings(config, enough, greeting, memory.peers())))
        .compose(
            env ->
                greeting
                    .recall(vertx, env)
                    .compose(common -> startNode(env, config, common, memory))
                    .compose(node -> serve(vertx, env, node, config, memory))
                    .recover(
                        refused -> env.close().transform(closed -> Future.failedFuture(refused))));
  }

  private static Future<Descriptors> enoughDescriptors(NodeConfig config) {
    try {
      Descriptors.ofProcess().requireLeast("a node");
    } catch (TooFewDescriptorsException refused) {
      return Future.failedFuture(refused);
    }
    return Future.succeededFuture(descriptors(config));
  }

  private static Descriptors descriptors(NodeConfig config) {
    int configured = config.machine().openFiles();
    Descriptors ofProcess = Descriptors.ofProcess();
    return configured == 0 ? ofProcess : new Descriptors(Math.min(configured, ofProcess.limit()));
  }

  /** How many connections one loop takes at one of the two doors. */
  private static int maxConnections(NodeConfig config, int loops, int usual) {
    return Math.clamp(descriptors(config).forConnections() / 2 / loops, 1, usual);
  }

  private static RuntimeSettings runtimeSettings(
      NodeConfig config, Descriptors descriptors, PeerGreeting greeting, ByteBudget memory) {
    LinkSettings links = LinkSettings.DEFAULT;
    int queueBytes = Math.max(config.limits().peerQueueBytes(), links.sizes().queueBytes());
    int loops = config.machine().loops();
    return RuntimeSettings.of(credentials(config), config.machine().dataDirectory())
        .withOpenReads(Math.max(1, descriptors.forFiles() / NioDisk.DESCRIPTORS_PER_READ))
        .withLoops(loops == 0 ? Runtime.getRuntime().availableProcessors() : loops)
        .with(
            new RuntimeSettings.Listen(
                config.network().listen(), config.self().gossipPort(), config.self().peerPort()))
        .with(
            new RuntimeSettings.Peering(
                links.with(links.sizes().withQueueBytes(queueBytes)),
                greeting,
                versions(config),
                memory));
  }

  private static NodeCredentials credentials(NodeConfig config) {
    NodeConfig.Cluster cluster = config.cluster();
    byte[] secret = cluster.secret() == null ? new byte[0] : cluster.secret().bytes();
    return new NodeCredentials(config.self().nodeId(), cluster.name(), secret);
  }

  private static ProtocolVersions versions(NodeConfig config) {
    return ProtocolVersions.upTo(config.network().protocolVersion());
  }

  private static Future<Node> startNode(
      RuntimeEnv env, NodeConfig config, Common common, NodeMemory memory) {
    return Node.start(
        doors(env, config),
        nodeSettings(config, env.loops().size(), common, memory),
        TestHooks.PLAIN,
        line -> LOG.warn("{}: {}", config.self().nodeId(), line));
  }

  private static NodeEnv doors(RuntimeEnv env, NodeConfig config) {
    int delayMs = config.network().wanLatencyMs();
    if (delayMs == 0) {
      return env;
    }
    String dc = config.self().dc();
    List<Member> far =
        config.cluster().initialMembers().stream().filter(m -> !m.dc().equals(dc)).toList();
    Set<String> ids = far.stream().map(Member::nodeId).collect(Collectors.toSet());
    Set<Address> gossip =
        far.stream().map(m -> new Address(m.host(), m.gossipPort())).collect(Collectors.toSet());
    return new DelayedEnv(env, ids, gossip, delayMs);
  }

  private static NodeSettings nodeSettings(
      NodeConfig config, int loops, Common common, NodeMemory memory) {
    NodeConfig.Cluster cluster = config.cluster();
    CoordinatorSettings coordinator =
        CoordinatorSettings.DEFAULT.withMaxInFlight(
            Math.max(1, config.limits().requests().inFlight() / loops));
    return new NodeSettings(
        credentials(config),
        new NodeSettings.Formation(
            cluster.initialMembers(), common.partitions().orElse(cluster.partitions())),
        new NodeSettings.Engines(
            storageSettings(config),
            coordinator,
            config.limits().hints(),
            config.limits().repair(),
            GossipProfiles.of(config.network().timing()),
            GossipProfiles.answers(config.network().timing()),
            ClockWatch.Settings.of(config.limits().clockOffsetMs()),
            TopologyLogSettings.DEFAULT,
            IncarnationSettings.DEFAULT,
            PartSettings.DEFAULT,
            partMemoryBytes()),
        versions(config),
        common.contexts(),
        common.sketches(),
        memory);
  }

  /** A quarter of the heap: states are in memory several times where they are merged. */
  private static long partMemoryBytes() {
    return Math.max(32L << 20, Runtime.getRuntime().maxMemory() / 4);
  }

  private static StorageSettings storageSettings(NodeConfig config) {
    NodeConfig.StorageLimits limits = config.limits().storage();
    StorageSettings usual = StorageSettings.DEFAULT;
    return usual
        .with(
            usual
                .shards()
                .withCount(config.machine().storageShards())
                .withMemtableBytes(limits.memtableBytes())
                .withPendingLimitBytes(pendingBytes(config)))
        .with(
            usual.log().withSegmentBytes(limits.logSegmentBytes()).withMaxBytes(limits.logBytes()))
        .with(usual.reads().withCacheBytes(limits.blockCacheBytes()))
        .with(usual.compaction().withArcs(config.cluster().partitions()));
  }

  /** Writes that wait for the log are on the heap too; with a small one, fewer may. */
  private static long pendingBytes(NodeConfig config) {
    long most = StorageSettings.DEFAULT.shards().pendingLimitBytes();
    long ofShard =
        config.limits().requests().memoryBytes() / (4L * config.machine().storageShards());
    return Math.clamp(ofShard, Math.min(most, config.limits().requests().maxValueBytes()), most);
  }

  private static Future<NodeServer> serve(
      Vertx vertx, RuntimeEnv env, Node node, NodeConfig config, NodeMemory memory) {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    new NodeMeters(registry).bind(node, env.transportStats());
    MemoryMeters.show(registry, "atoll.memory", "clients", memory.clients());
    MemoryMeters.show(registry, "atoll.memory", "peers", memory.peers());
    List<Context> contexts = new ArrayList<>();
    List<Backend> backends = new ArrayList<>();
    for (int i = 0; i < env.loops().size(); i++) {
      contexts.add(env.loop(i).context());
      backends.add(node.backend(i));
    }
    return HttpListener.listen(
            vertx,
            contexts,
            backends,
            httpSettings(config, contexts.size()),
            memory.clients(),
            env.clock(),
            env.entropy(),
            registry)
        .compose(
            http ->
                BinaryListener.listen(
                        vertx,
                        contexts,
                        backends,
                        node.storage().shardCount(),
                        binarySettings(config, http.port(), contexts.size()),
                        memory.clients(),
                        env.clock(),
                        registry)
                    .map(binary -> new NodeServer(env, node, http, binary, registry))
                    .recover(
                        refused ->
                            http.close()
                                .transform(closed -> Future.<NodeServer>failedFuture(refused))))
        .recover(
            refused -> node.close().transform(closed -> Future.<NodeServer>failedFuture(refused)));
  }

  private static HttpSettings httpSettings(NodeConfig config, int loops) {
    NodeConfig.RequestLimits limits = config.limits().requests();
    HttpSettings usual = HttpSettings.DEFAULT;
    return usual
        .with(new HttpSettings.Listen(config.network().listen(), config.self().httpPort()))
        .with(
            new HttpSettings.Sizes(
                limits.maxKeyBytes(), limits.maxValueBytes(), usual.sizes().maxDefinitionBytes()))
        .with(
            usual
                .load()
                .withMaxInFlight(Math.max(1, limits.inFlight() / loops))
                .withMaxConnections(maxConnections(config, loops, usual.load().maxConnections())));
  }

  private static BinarySettings binarySettings(NodeConfig config, int httpPort, int loops) {
    NodeConfig.RequestLimits limits = config.limits().requests();
    BinarySettings usual = BinarySettings.DEFAULT;
    int inFlight = Math.clamp(limits.inFlight() / loops, 1, usual.load().maxInFlight());
    return usual
        .with(
            new BinarySettings.Listen(
                config.network().listen(), config.self().clientPort(), httpPort))
        .with(new BinarySettings.Sizes(limits.maxKeyBytes(), limits.maxValueBytes()))
        .with(
            usual
                .load()
                .withMaxInFlight(inFlight)
                .withMaxConnections(maxConnections(config, loops, usual.load().maxConnections())));
  }

  /**
   * What all nodes of a cluster have in common.
   *
   * @param partitions of the ring, as far as they can be told
   */
  private record Common(ContextSeal contexts, SketchKey sketches, OptionalInt partitions) {}

  /** What nodes must agree on before they talk: what their cluster was formed of. */
  private static final class Greeting implements PeerGreeting {
    private final NodeCredentials credentials;
    private volatile Genesis genesis;

    Greeting(Genesis configured, NodeCredentials credentials) {
      this.genesis = configured;
      this.credentials = credentials;
    }

    /**
     * Replaces what is configured by what the data directory remembers; before that no peer is let
     * in.
     *
     * @return what follows from it
     */
    Future<Common> recall(Vertx vertx, RuntimeEnv env) {
      Genesis configured = genesis;
      return vertx.executeBlocking(
          () -> {
            genesis = configured.remembered(env.disk());
            if (!genesis.equals(configured)) {
              LOG.warn(
                  "initialMembers is [{}] and this cluster was formed of [{}]: the latter stands",
                  configured.text(),
                  genesis.text());
            }
            byte[] secret = credentials.secret();
            String cluster = credentials.clusterName();
            return new Common(
                ContextKey.seal(secret, cluster, genesis),
                RepairKey.of(secret, cluster, genesis),
                genesis.partitions());
          },
          false);
    }

    @Override
    public byte[] mine() {
      return genesis.bytes();
    }

    @Override
    public Optional<String> refuse(String peerId, byte[] theirs) {
      return genesis.refuse(peerId, theirs);
    }
  }

  /** The port for HTTP. */
  public int httpPort() {
    return http.port();
  }

  /** The port for the client protocol. */
  public int clientPort() {
    return binary.port();
  }

  /** Stops cleanly: no more requests, what was acknowledged on disk, every port and thread gone. */
  public Future<Void> close() {
    return Future.join(http.close(), binary.close())
        .<Void>mapEmpty()
        .eventually(node::close)
        .eventually(env::close)
        .eventually(
            () -> {
              registry.close();
              return Future.succeededFuture();
            });
  }
}
