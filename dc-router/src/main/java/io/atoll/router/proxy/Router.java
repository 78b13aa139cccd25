package io.atoll.router.proxy;

import io.atoll.net.Endpoint;
import io.atoll.net.Tls;
import io.atoll.platform.http.MemoryMeters;
import io.atoll.platform.port.FreePort;
import io.atoll.platform.port.ListenFailedException;
import io.atoll.platform.process.Descriptors;
import io.atoll.platform.process.TooFewDescriptorsException;
import io.atoll.resilience.ByteBudget;
import io.atoll.router.config.RouterConfig;
import io.atoll.router.health.HealthSettings;
import io.atoll.router.health.Upstreams;
import io.atoll.router.policy.RateLimiter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * A router in service: one address in front of all DCs, with the HTTP API of a node. Callable from
 * any thread.
 */
public final class Router {
  private final Vertx vertx;
  private final RouterConfig config;
  private final Endpoint endpoint;
  private final List<RouterLoop> loops;
  private final List<String> deployments;
  private final AtomicReference<Upstreams> upstreams;
  private final AtomicReference<UpstreamsFollower> follower;
  private final AtomicBoolean draining;
  private final PrometheusMeterRegistry registry;

  private Router(
      Vertx vertx,
      RouterConfig config,
      Endpoint endpoint,
      List<RouterLoop> loops,
      List<String> deployments,
      Upstreams upstreams,
      AtomicBoolean draining,
      PrometheusMeterRegistry registry) {
    this.vertx = vertx;
    this.config = config;
    this.endpoint = endpoint;
    this.loops = loops;
    this.deployments = deployments;
    this.upstreams = new AtomicReference<>(upstreams);
    this.follower = new AtomicReference<>();
    this.draining = draining;
    this.registry = registry;
  }

  /**
   * Starts a router.
   *
   * @return completed when it listens and has asked every node that it knows; that none can serve,
   *     or no seed answers, is no failure, for they may come yet. Failed, with nothing left open,
   *     in one line that says what to do, when the port cannot be had
   */
  public static Future<Router> start(Vertx vertx, RouterConfig config) {
    Descriptors descriptors = Descriptors.ofProcess();
    try {
      descriptors.requireLeast("a router");
    } catch (TooFewDescriptorsException refused) {
      return Future.failedFuture(refused);
    }
    // The other half is for what it opens to nodes.
    int connections = Math.min(config.limits().connections(), descriptors.forConnections() / 2);
    return start(
        vertx, config, settings(config, connections), new SplittableRandom(), System::nanoTime);
  }

  /** The same with times, chance and clock of its own, for tests. */
  static Future<Router> start(
      Vertx vertx,
      RouterConfig config,
      ProxySettings settings,
      SplittableRandom random,
      LongSupplier nanos) {
    return vertx
        .executeBlocking(() -> FreePort.find("HTTP", "--listen", listen(config)))
        .compose(listen -> deploy(vertx, config, settings, random, nanos, listen))
        .compose(router -> router.follow())
        .compose(router -> router.listen());
  }

  /** The port that clients reach it on. */
  public int port() {
    return endpoint.port();
  }

  /** Who it routes to, as far as it knows. */
  public Upstreams upstreams() {
    return upstreams.get();
  }

  /**
   * Says that it is not ready any more, takes no more connections, waits a bounded time for the
   * requests in flight, and ends.
   */
  public Future<Void> close() {
    draining.set(true);
    UpstreamsFollower follows = follower.getAndSet(null);
    Future<Void> unfollowed = follows == null ? Future.succeededFuture() : follows.close();
    return Future.join(loops.stream().map(loop -> loop.drain(config.drainMs())).toList())
        .eventually(() -> unfollowed)
        .eventually(() -> Future.join(deployments.stream().map(vertx::undeploy).toList()))
        .eventually(
            () -> {
              registry.close();
              return Future.succeededFuture();
            })
        .mapEmpty();
  }

  private static Future<Router> deploy(
      Vertx vertx,
      RouterConfig config,
      ProxySettings settings,
      SplittableRandom random,
      LongSupplier nanos,
      Endpoint listen) {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    RouterMeters meters = new RouterMeters(registry);
    AtomicBoolean draining = new AtomicBoolean();
    List<RouterLoop> loops = new ArrayList<>();
    OwnPages pages = new OwnPages(vertx, registry, meters, () -> view(loops), draining::get);
    int count = loops(config);
    ByteBudget memory = new ByteBudget(settings.bounds().heldBytes());
    MemoryMeters.show(registry, "atoll.router.memory", "clients", memory);
    RouterLoop.Setup setup =
        new RouterLoop.Setup(
            listen,
            settings,
            nanos,
            limiter(config, meters),
            config.rate().header(),
            meters,
            pages,
            config.upstreams(),
            memory,
            count);
    for (int i = 0; i < count; i++) {
      loops.add(new RouterLoop(i, random.split(), setup));
    }
    List<Future<String>> deployed =
        loops.stream().map(loop -> vertx.deployVerticle(loop, new DeploymentOptions())).toList();
    return Future.join(deployed)
        .map(
            all ->
                new Router(
                    vertx,
                    config,
                    listen,
                    List.copyOf(loops),
                    deployed.stream().map(Future::result).toList(),
                    config.upstreams(),
                    draining,
                    registry));
  }

  private Future<Router> follow() {
    if (config.seeds().isEmpty()) {
      return Future.succeededFuture(this);
    }
    Promise<Router> asked = Promise.promise();
    Context context = vertx.getOrCreateContext();
    context.runOnContext(
        now -> {
          UpstreamsFollower follows =
              new UpstreamsFollower(
                  vertx,
                  config.seeds(),
                  learned -> {
                    Upstreams ordered = learned.inOrderOf(config.upstreams());
                    upstreams.set(ordered);
                    loops.forEach(loop -> loop.update(ordered));
                  });
          follower.set(follows);
          follows.start().onComplete(done -> asked.complete(this));
        });
    return asked.future();
  }

  private Future<Router> listen() {
    return Future.join(loops.stream().map(RouterLoop::listen).toList())
        .map(this)
        .recover(
            why ->
                close()
                    .transform(
                        closed ->
                            Future.failedFuture(
                                ListenFailedException.of(
                                    "HTTP", "--listen", endpoint, why.getMessage()))));
  }

  private static Endpoint listen(RouterConfig config) {
    return new Endpoint(config.host(), config.port(), Tls.NONE);
  }

  private static RouterView view(List<RouterLoop> loops) {
    return RouterView.of(loops.stream().map(RouterLoop::view).filter(Objects::nonNull).toList());
  }

  private static int loops(RouterConfig config) {
    return config.loops() == 0 ? Runtime.getRuntime().availableProcessors() : config.loops();
  }

  private static RateLimiter limiter(RouterConfig config, RouterMeters meters) {
    RouterConfig.RateLimit rate = config.rate();
    if (rate.perSecond() == 0) {
      return null;
    }
    RateLimiter limiter = new RateLimiter(rate.perSecond(), rate.burst(), rate.clients());
    meters.watch(limiter);
    return limiter;
  }

  private static ProxySettings settings(RouterConfig config, int connections) {
    int loops = loops(config);
    RouterConfig.Limits limits = config.limits();
    ProxySettings usual = ProxySettings.DEFAULT;
    return usual
        .with(
            HealthSettings.DEFAULT
                .withLocalDc(config.localDc())
                .withProbes(
                    config.probes().everyMs() * 1_000_000L,
                    config.probes().timeoutMs() * 1_000_000L)
                .withMaxInFlightPerNode(Math.max(1, limits.connectionsPerNode() / loops)))
        .with(
            new ProxySettings.Bounds(
                limits.maxBodyBytes(),
                Math.max(usual.bounds().answerBytes(), 2 * limits.maxBodyBytes()),
                limits.memoryBytes(),
                Math.max(1, limits.requestsInFlight() / loops),
                Math.max(1, connections / loops)))
        .with(
            new ProxySettings.Retries(
                config.retryPercent() / 100.0,
                usual.retries().perSecond() / loops,
                usual.retries().saved(),
                usual.retries().nodes()));
  }
}
