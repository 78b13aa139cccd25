package io.atoll.router.proxy;

import io.atoll.net.Endpoint;
import io.atoll.net.SocketOptions;
import io.atoll.net.Tls;
import io.atoll.platform.http.Admission;
import io.atoll.platform.http.BodyReceipts;
import io.atoll.platform.http.Connections;
import io.atoll.platform.http.InvalidRequest;
import io.atoll.platform.http.LoopServer;
import io.atoll.platform.http.RequestMeters;
import io.atoll.platform.http.RequestTarget;
import io.atoll.platform.http.ServerLoop;
import io.atoll.resilience.ByteBudget;
import io.atoll.resilience.RetryBudget;
import io.atoll.router.health.LoadBalancer;
import io.atoll.router.health.Upstreams;
import io.atoll.router.policy.RateLimiter;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * One event loop of the router: a server, the connections to the nodes, and their health as it sees
 * it. The loops share the port and the limiter of clients, and nothing else.
 *
 * <p>All runs on its loop, but for what says otherwise.
 */
final class RouterLoop extends VerticleBase {
  private static final long SWEEP_MS = 25;
  private static final long SLOW_SWEEP_NANOS = 500_000_000L;
  private static final int KEEP_ALIVE_S = 20;

  private final int number;
  private final RandomGenerator random;
  private final Setup setup;
  private final Promise<Void> firstProbes = Promise.promise();
  private LoopState state;
  private HttpClient probeClient;
  private Prober prober;
  private OwnPages pages;
  private HttpServer server;
  private long sweepTimer;
  private long slowSweptNanos;
  private volatile LoopView view;

  /**
   * @param number of this loop, from 0
   * @param random its own
   */
  RouterLoop(int number, RandomGenerator random, Setup setup) {
    this.number = number;
    this.random = random;
    this.setup = setup;
  }

  /**
   * What all loops are made of.
   *
   * @param limiter of clients, or null
   * @param rateHeader names a client, or "" for its address
   * @param memory for what requests hold, of all loops
   * @param loops how many there are
   */
  record Setup(
      Endpoint listen,
      ProxySettings settings,
      LongSupplier nanos,
      RateLimiter limiter,
      String rateHeader,
      RouterMeters meters,
      OwnPages pages,
      Upstreams upstreams,
      ByteBudget memory,
      int loops) {}

  @Override
  public Future<?> start() {
    ProxySettings settings = setup.settings;
    long nowNanos = setup.nanos.getAsLong();
    LoadBalancer loadBalancer = new LoadBalancer(settings.loadBalancer(), random, nowNanos);
    loadBalancer.update(setup.upstreams, nowNanos);
    ServerLoop server = serverLoop(settings);
    int perNode = settings.loadBalancer().nodes().maxInFlight();
    state =
        new LoopState(
            vertx,
            server,
            settings,
            client(settings, perNode, settings.bounds().requestsInFlight()),
            loadBalancer,
            new RetryBudget(
                settings.retries().share(),
                settings.retries().perSecond(),
                settings.retries().saved(),
                nowNanos),
            setup.limiter,
            setup.rateHeader,
            new LinkedHashSet<>(),
            setup.meters);
    probeClient = client(settings, 2, 16);
    prober =
        new Prober(
            vertx,
            probeClient,
            loadBalancer,
            setup.nanos,
            settings.loadBalancer().nodes().probeTimeoutNanos());
    pages = setup.pages;
    publish(nowNanos);
    prober.probe();
    sweepTimer = vertx.setPeriodic(SWEEP_MS, id -> sweep());
    return firstProbes.future();
  }

  /** Opens the port; from any thread, after the start. */
  Future<Void> listen() {
    Promise<Void> listening = Promise.promise();
    context.runOnContext(
        now -> {
          LoopServer.Place place =
              new LoopServer.Place(
                  setup.listen,
                  setup.settings.maxRequestLineBytes(),
                  setup.settings.times().idleMs());
          LoopServer.open(vertx, place, state.server(), this::handle, this::handleInvalid)
              .<Void>map(
                  open -> {
                    server = open;
                    return null;
                  })
              .onComplete(listening);
        });
    return listening.future();
  }

  /** Takes over who there is; from any thread. */
  void update(Upstreams upstreams) {
    context.runOnContext(
        now -> {
          state.loadBalancer().update(upstreams, state.now());
          prober.probe();
        });
  }

  /** What it knew a moment ago; from any thread. */
  LoopView view() {
    return view;
  }

  /** Takes no more connections, waits for the requests in flight; from any thread. */
  Future<Void> drain(long atMostMs) {
    Promise<Void> drained = Promise.promise();
    context.runOnContext(
        now -> {
          if (server == null) {
            drained.complete();
          } else {
            server.shutdown(Duration.ofMillis(atMostMs)).onComplete(drained);
          }
        });
    return drained.future();
  }

  @Override
  public Future<?> stop() {
    vertx.cancelTimer(sweepTimer);
    return Future.join(state.client().close(), probeClient.close());
  }

  private void handle(HttpServerRequest request) {
    RequestTarget target = RequestTarget.of(request.uri());
    if (OwnPages.has(target.path())) {
      pages.answer(state, request, target.path());
      return;
    }
    boolean room = state.admission().hasRoom();
    Exchange exchange = new Exchange(state, request, target);
    try {
      exchange.begin(room);
    } catch (RuntimeException mistake) {
      exchange.defect(mistake);
    }
  }

  private void handleInvalid(HttpServerRequest request) {
    new Reply(state, request, Kind.OWN)
        .malformed(InvalidRequest.problem(request, state.settings().maxRequestLineBytes(), "", ""));
  }

  private void sweep() {
    long nowNanos = state.now();
    state.loadBalancer().sweep(nowNanos);
    prober.probe();
    while (!state.lingering().isEmpty() && state.lingering().getFirst().hasLingered(nowNanos)) {
      state.lingering().getFirst().cancel(null);
    }
    if (nowNanos - slowSweptNanos >= SLOW_SWEEP_NANOS) {
      slowSweptNanos = nowNanos;
      state.server().sweep(nowNanos);
    }
    publish(nowNanos);
  }

  private void publish(long nowNanos) {
    view =
        new LoopView(
            state.loadBalancer().view(nowNanos),
            state.admission().inFlight(),
            state.server().connections().count(),
            state.admission().heldBytes(),
            state.budget().tokens(),
            state.budget().capacity());
    if (!firstProbes.future().isComplete() && state.loadBalancer().isEveryNodeKnown()) {
      firstProbes.complete();
    }
  }

  private HttpClient client(ProxySettings settings, int connectionsPerNode, int waiting) {
    return vertx
        .httpClientBuilder()
        .with(
            SocketOptions.httpClient(Tls.NONE)
                .setConnectTimeout(settings.times().connectMs())
                .setKeepAliveTimeout(KEEP_ALIVE_S)
                .setMaxHeaderSize(2 * LoopServer.MAX_HEADER_BYTES))
        .with(SocketOptions.pool(connectionsPerNode).setMaxWaitQueueSize(waiting))
        // Whoever uses the connection hears of it; without this the log would, for each.
        .withConnectHandler(connection -> connection.exceptionHandler(broken -> {}))
        .build();
  }

  private ServerLoop serverLoop(ProxySettings settings) {
    ProxySettings.Bounds bounds = settings.bounds();
    ProxySettings.Times times = settings.times();
    Admission admission = new Admission(bounds.requestsInFlight(), setup.memory);
    Connections connections =
        new Connections(
            Connections.Bounds.of(
                bounds.connections(), times.idleMs(), times.stallMs(), setup.memory, setup.loops),
            setup.memory);
    RequestMeters requests = setup.meters.requests();
    requests.watch(
        number,
        admission,
        connections,
        "held",
        "Bytes of request bodies and answers held in memory");
    return new ServerLoop(
        "router", setup.nanos, admission, connections, new BodyReceipts(times.bodyMs()), requests);
  }
}
