package io.atoll.node;

import io.atoll.consensus.TopologyLogSettings;
import io.atoll.env.Address;
import io.atoll.env.NodeEnv;
import io.atoll.env.ProtocolVersions;
import io.atoll.node.config.NodeConfig;
import io.atoll.replication.CoordinatorSettings;
import io.atoll.ring.Member;
import io.atoll.runtime.LinkSettings;
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
    Genesis genesis = Genesis.of(config.initialMembers(), config.partitions());
    Greeting greeting = new Greeting(genesis);
    return RuntimeEnv.open(vertx, runtimeSettings(config, greeting))
        .compose(
            env ->
                greeting
                    .recall(vertx, env)
                    .compose(known -> startNode(env, config))
                    .compose(node -> serve(vertx, env, node, config))
                    .recover(
                        refused -> env.close().transform(closed -> Future.failedFuture(refused))));
  }

  private static RuntimeSettings runtimeSettings(NodeConfig config, PeerGreeting greeting) {
    int queueBytes = Math.max(config.limits().peerQueueBytes(), LinkSettings.DEFAULT.queueBytes());
    LinkSettings usual = LinkSettings.DEFAULT;
    return RuntimeSettings.of(
            config.nodeId(), config.clusterName(), secret(config), config.dataDirectory())
        .withLoops(
            config.loops() == 0 ? Runtime.getRuntime().availableProcessors() : config.loops())
        .withListen(config.listen(), config.ports().gossip(), config.ports().peer())
        .withGreeting(greeting)
        .withVersions(ProtocolVersions.upTo(config.protocolVersion()))
        .withLinks(
            new LinkSettings(
                usual.maxFrameBytes(),
                queueBytes,
                usual.connectTimeoutMs(),
                usual.handshakeTimeoutMs(),
                usual.backoffMinMs(),
                usual.backoffMaxMs(),
                usual.heartbeatMs(),
                usual.silenceMs()));
  }

  private static byte[] secret(NodeConfig config) {
    return config.clusterSecret() == null ? new byte[0] : config.clusterSecret().bytes();
  }

  private static Future<Node> startNode(RuntimeEnv env, NodeConfig config) {
    return Node.start(
        doors(env, config),
        nodeSettings(config, env.loops().size()),
        TestHooks.PLAIN,
        line -> LOG.warn("{}: {}", config.nodeId(), line));
  }

  private static NodeEnv doors(RuntimeEnv env, NodeConfig config) {
    if (config.wanLatencyMs() == 0) {
      return env;
    }
    List<Member> far =
        config.initialMembers().stream().filter(m -> !m.dc().equals(config.dc())).toList();
    Set<String> ids = far.stream().map(Member::nodeId).collect(Collectors.toSet());
    Set<Address> gossip =
        far.stream().map(m -> new Address(m.host(), m.gossipPort())).collect(Collectors.toSet());
    return new DelayedEnv(env, ids, gossip, config.wanLatencyMs());
  }

  private static NodeSettings nodeSettings(NodeConfig config, int loops) {
    CoordinatorSettings usual = CoordinatorSettings.DEFAULT;
    return new NodeSettings(
        config.clusterName(),
        config.nodeId(),
        config.initialMembers(),
        config.partitions(),
        secret(config),
        storageSettings(config),
        new CoordinatorSettings(
            Math.max(1, config.limits().requestsInFlight() / loops),
            usual.hedgeMinMs(),
            usual.hedgeMaxMs(),
            usual.forwardPatienceMs()),
        GossipProfiles.of(config.timing()),
        TopologyLogSettings.DEFAULT,
        ProtocolVersions.upTo(config.protocolVersion()));
  }

  private static StorageSettings storageSettings(NodeConfig config) {
    NodeConfig.Limits limits = config.limits();
    StorageSettings usual = StorageSettings.DEFAULT;
    return usual
        .with(
            usual
                .shards()
                .withCount(config.storageShards())
                .withMemtableBytes(limits.memtableBytes()))
        .with(
            usual
                .log()
                .withSegmentBytes(limits.commitLogSegmentBytes())
                .withMaxBytes(limits.commitLogBytes()))
        .with(usual.reads().withCacheBytes(limits.blockCacheBytes()))
        .with(usual.tables().withFacts(new StateFacts()))
        .with(usual.compaction().withArcs(config.partitions()));
  }

  private static Future<NodeServer> serve(
      Vertx vertx, RuntimeEnv env, Node node, NodeConfig config) {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    new NodeMeters(registry).bind(node, env.transportStats());
    List<Context> contexts = new ArrayList<>();
    List<Backend> backends = new ArrayList<>();
    for (int i = 0; i < env.loops().size(); i++) {
      contexts.add(env.loop(i).context());
      backends.add(node.backend(i));
    }
    return HttpListener.listen(
            vertx, contexts, backends, httpSettings(config, contexts.size()), env.clock(), registry)
        .compose(
            http ->
                BinaryListener.listen(
                        vertx,
                        contexts,
                        backends,
                        node.storage().shardCount(),
                        binarySettings(config, http.port(), contexts.size()),
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
    NodeConfig.Limits limits = config.limits();
    HttpSettings usual = HttpSettings.DEFAULT;
    return usual
        .with(new HttpSettings.Listen(config.listen(), config.ports().http()))
        .with(
            new HttpSettings.Sizes(
                limits.maxKeyBytes(), limits.maxValueBytes(), usual.sizes().maxDefinitionBytes()))
        .with(usual.load().withMaxInFlight(Math.max(1, limits.requestsInFlight() / loops)));
  }

  private static BinarySettings binarySettings(NodeConfig config, int httpPort, int loops) {
    NodeConfig.Limits limits = config.limits();
    BinarySettings usual = BinarySettings.DEFAULT;
    int inFlight = Math.clamp(limits.requestsInFlight() / loops, 1, usual.load().maxInFlight());
    return usual
        .with(new BinarySettings.Listen(config.listen(), config.ports().client(), httpPort))
        .with(new BinarySettings.Sizes(limits.maxKeyBytes(), limits.maxValueBytes()))
        .with(usual.load().withMaxInFlight(inFlight));
  }

  /** What nodes must agree on before they talk: what their cluster was formed of. */
  private static final class Greeting implements PeerGreeting {
    private volatile Genesis genesis;

    Greeting(Genesis configured) {
      genesis = configured;
    }

    /**
     * Replaces what is configured by what the data directory remembers; before that no peer is let
     * in.
     */
    Future<Void> recall(Vertx vertx, RuntimeEnv env) {
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
            return null;
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

  /** What it is made of. */
  public Node node() {
    return node;
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
