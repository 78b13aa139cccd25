package io.atoll.runtime;

import io.atoll.env.Clock;
import io.atoll.env.Datagrams;
import io.atoll.env.Disk;
import io.atoll.env.Entropy;
import io.atoll.env.Loop;
import io.atoll.env.NodeEnv;
import io.atoll.env.PeerLinks;
import io.atoll.env.Worker;
import io.atoll.net.Endpoint;
import io.atoll.net.Tls;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.BindException;
import java.util.ArrayList;
import java.util.List;

/**
 * The real world of one node: Vert.x event loops, sockets and NIO files. Several may live in one
 * process and share one Vert.x, each with contexts, ports and a directory of its own.
 *
 * <p>Ports are bound and the directory exists when {@link #open} has succeeded. Peers that connect
 * before a loop's receiver is named are turned away, and come again.
 */
public final class RuntimeEnv implements NodeEnv {
  private final Vertx vertx;
  private final RuntimeSettings settings;
  private final Clock clock = new SystemClock();
  private final Entropy entropy = new SystemEntropy();
  private final TransportStats stats = new TransportStats();
  private final PortClaims ports;
  private final List<ThreadWorker> workers = new ArrayList<>();
  private final List<TcpPeerLinks> links = new ArrayList<>();
  private NioDisk disk;
  private LoopDeployment deployment;
  private UdpDatagrams datagrams;
  private PeerListener listener;
  private Future<Void> closing;

  private RuntimeEnv(Vertx vertx, RuntimeSettings settings) {
    this.vertx = vertx;
    this.settings = settings;
    this.ports = new PortClaims(vertx);
  }

  /**
   * Opens all doors, or none.
   *
   * @return a future that fails with a message for people: a port in use, a directory that cannot
   *     be written
   */
  public static Future<RuntimeEnv> open(Vertx vertx, RuntimeSettings settings) {
    RuntimeEnv env = new RuntimeEnv(vertx, settings);
    return env.openDisk()
        .compose(ignored -> env.openLoops())
        .compose(ignored -> env.openDatagrams())
        .compose(ignored -> env.openLinks())
        .map(env)
        .recover(e -> env.close().transform(ignored -> Future.failedFuture(e)));
  }

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public Entropy entropy() {
    return entropy;
  }

  @Override
  public List<Loop> loops() {
    return List.copyOf(deployment.loops());
  }

  /** The loop, for servers that are to run on its context. */
  public VertxLoop loop(int index) {
    return deployment.loops().get(index);
  }

  @Override
  public Worker worker(String name) {
    ThreadWorker worker = new ThreadWorker(settings.credentials().nodeId() + "-" + name);
    synchronized (workers) {
      workers.add(worker);
    }
    return worker;
  }

  @Override
  public Disk disk() {
    return disk;
  }

  @Override
  public Datagrams datagrams() {
    return datagrams;
  }

  @Override
  public PeerLinks peerLinks(int loop) {
    return links.get(loop);
  }

  /** Where gossip is received. */
  public int gossipPort() {
    return datagrams.port();
  }

  /** Where peers connect. */
  public int peerPort() {
    return listener.port();
  }

  /** What went over the network. */
  public TransportStats transportStats() {
    return stats;
  }

  /**
   * Closes everything: no callback comes any more, what workers were given runs to its end, and
   * ports, threads and timers are gone when the future completes. May be called more than once.
   */
  public synchronized Future<Void> close() {
    if (closing == null) {
      // Each step whether or not the one before succeeded; the first failure is the outcome.
      closing =
          closeLinks()
              .eventually(() -> listener == null ? done() : listener.close())
              .eventually(() -> datagrams == null ? done() : loop(0).call(datagrams::close))
              .eventually(() -> deployment == null ? done() : deployment.undeploy())
              .eventually(() -> vertx.executeBlocking(this::closeWorkers, false))
              .eventually(
                  () -> {
                    ports.release();
                    return done();
                  });
    }
    return closing;
  }

  private Future<Void> openDisk() {
    return vertx
        .executeBlocking(() -> NioDisk.open(settings.dataDirectory(), settings.openReads()), false)
        .map(
            opened -> {
              disk = opened;
              return null;
            });
  }

  private Future<Void> openLoops() {
    return LoopDeployment.deploy(vertx, settings.loops(), FailStop.HALT)
        .map(
            deployed -> {
              deployment = deployed;
              return null;
            });
  }

  private Future<Void> openDatagrams() {
    String host = settings.listen().host();
    int port = settings.listen().gossipPort();
    return loop(0)
        .call(() -> UdpDatagrams.open(vertx, clock, stats, host, port))
        .<Void>map(
            opened -> {
              datagrams = opened;
              return null;
            })
        .recover(
            e ->
                Future.failedFuture(
                    ListenFailure.of("gossip port", "UDP", host, port, "ports.gossip", e)));
  }

  private Future<Void> openLinks() {
    Transport transport = new Transport(settings, stats, clock, entropy);
    Future<Void> opening = done();
    for (VertxLoop loop : deployment.loops()) {
      opening =
          opening
              .compose(
                  ignored ->
                      loop.call(
                          () -> Future.succeededFuture(new TcpPeerLinks(vertx, loop, transport))))
              .map(
                  opened -> {
                    links.add(opened);
                    return null;
                  });
    }
    return opening.compose(ignored -> openListener());
  }

  private Future<Void> openListener() {
    String host = settings.listen().host();
    int port = settings.listen().peerPort();
    try {
      ports.claim(host, port);
    } catch (BindException e) {
      return Future.failedFuture(ListenFailure.of("peer port", "TCP", host, port, "ports.peer", e));
    }
    return PeerListener.open(vertx, deployment.loops(), links, new Endpoint(host, port, Tls.NONE))
        .<Void>map(
            opened -> {
              listener = opened;
              return null;
            })
        .recover(
            e ->
                Future.failedFuture(
                    ListenFailure.of("peer port", "TCP", host, port, "ports.peer", e)));
  }

  private Future<Void> closeLinks() {
    Future<Void> ending = done();
    for (TcpPeerLinks each : links) {
      ending = ending.eventually(() -> each.loop().call(each::close));
    }
    return ending;
  }

  private Void closeWorkers() {
    List<ThreadWorker> open;
    synchronized (workers) {
      open = List.copyOf(workers);
    }
    open.forEach(ThreadWorker::close);
    return null;
  }

  private static Future<Void> done() {
    return Future.succeededFuture();
  }
}
