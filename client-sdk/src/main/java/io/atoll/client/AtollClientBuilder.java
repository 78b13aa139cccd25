package io.atoll.client;

import io.atoll.client.engine.ClientEngine;
import io.atoll.client.engine.Engine;
import io.atoll.client.engine.EngineSettings;
import io.atoll.client.failure.Unreachable;
import io.atoll.client.vertx.VertxLoops;
import io.atoll.wire.Outcome;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Builds a client. Only contact points are needed. {@link #connect} reports all mistakes at once.
 * Not thread-safe.
 */
public final class AtollClientBuilder {
  /** How long a request may take that does not say. */
  public static final Duration DEFAULT_REQUEST_TIMEOUT = Duration.ofSeconds(5);

  /** Most requests in flight at once. */
  public static final int DEFAULT_MAX_IN_FLIGHT = EngineSettings.Limits.DEFAULT.inFlight();

  /** Repeats and hedges that are allowed for each request. */
  public static final double DEFAULT_RETRY_BUDGET = EngineSettings.Repeats.DEFAULT.budgetRatio();

  private final List<String> contactPoints = new ArrayList<>();
  private String clusterName;
  private String localDc;
  private List<String> fallbackDcs = List.of();
  private Duration requestTimeout = DEFAULT_REQUEST_TIMEOUT;
  private int maxInFlight = DEFAULT_MAX_IN_FLIGHT;
  private double retryBudget = DEFAULT_RETRY_BUDGET;
  private boolean hedging = true;
  private int eventLoops = 1;
  private Meters meters = Meters.NONE;
  private Executor callbacks = Runnable::run;

  AtollClientBuilder() {}

  /**
   * Adds a node to begin with: {@code host:port}, its client port ({@code [::1]:7403} for IPv6).
   * One that answers is enough, for it knows all others.
   */
  public AtollClientBuilder contactPoint(String hostAndPort) {
    contactPoints.add(hostAndPort);
    return this;
  }

  /** Adds nodes to begin with. */
  public AtollClientBuilder contactPoints(String... hostsAndPorts) {
    contactPoints.addAll(List.of(hostsAndPorts));
    return this;
  }

  /** The name that the cluster must have; any if left out. */
  public AtollClientBuilder clusterName(String name) {
    clusterName = name;
    return this;
  }

  /**
   * The datacenter that this client is in and asks first. Left out, it is that of the contact point
   * which answers first.
   */
  public AtollClientBuilder localDc(String dc) {
    localDc = dc;
    return this;
  }

  /**
   * The datacenters to turn to, in this order, while none of the local one answers; behind them
   * come those that are not named, nearest first by measured latency.
   */
  public AtollClientBuilder fallbackDcs(String... dcs) {
    fallbackDcs = List.of(dcs);
    return this;
  }

  /** How long a request may take, with all that is tried, unless its options say; 1 ms to 30 s. */
  public AtollClientBuilder requestTimeout(Duration timeout) {
    requestTimeout = timeout;
    return this;
  }

  /**
   * How many requests may be under way at once; one more fails with {@link
   * io.atoll.client.failure.Overloaded}. 1 to 1,000,000. The requests of batches count among them,
   * take up half of it at most, and wait for each other instead of failing; while everything else
   * takes up all of it, there may be so many more.
   */
  public AtollClientBuilder maxInFlight(int requests) {
    maxInFlight = requests;
    return this;
  }

  /**
   * How many repeats and hedges are allowed for each request in the long run, so that a client
   * makes trouble no worse: 0 for none at all, 1 for as many as there are requests. Besides, some
   * are allowed each second, so that a quiet client has any. Repeated is only what is safe to.
   */
  public AtollClientBuilder retryBudget(double repeatsPerRequest) {
    retryBudget = repeatsPerRequest;
    return this;
  }

  /**
   * Whether a read that does not say asks a second node when the first is slower than usual; true
   * if left out.
   */
  public AtollClientBuilder hedging(boolean hedge) {
    hedging = hedge;
    return this;
  }

  /**
   * How many event loops, each a thread, serve the client; 1 if left out, which carries some
   * hundred thousand requests a second. 1 to 256.
   */
  public AtollClientBuilder eventLoops(int loops) {
    eventLoops = loops;
    return this;
  }

  /** Where the client counts and times what it does; needs micrometer-core on the class path. */
  public AtollClientBuilder meterRegistry(MeterRegistry registry) {
    meters = new MicrometerMeters(registry);
    return this;
  }

  /**
   * Where stages are completed, and codecs and resolvers called. Left out, that is the client's
   * event loop: the quickest, as long as nothing there blocks. What the executor refuses runs on
   * the loop.
   */
  public AtollClientBuilder callbackExecutor(Executor executor) {
    callbacks = executor;
    return this;
  }

  /**
   * Connects.
   *
   * @return completes when a contact point has said what the cluster is; fails with {@link
   *     Unreachable}, saying what was tried, when none did within some seconds
   * @throws InvalidSettings at once, naming every mistake
   */
  public CompletionStage<AtollClient> connect() {
    ClientSettings settings = settings();
    List<String> problems = settings.connectionProblems();
    problems.addAll(settings.problems());
    fail(problems);
    VertxLoops loops = VertxLoops.own(settings.eventLoops());
    LongSupplier nanos = loops.loops().getFirst()::nanos;
    CompletableFuture<AtollClient> connected = new CompletableFuture<>();
    ClientEngine.open(settings.toEngine(), loops.loops(), meters.ofEngine())
        .whenComplete(
            (engine, failure) -> {
              if (failure == null) {
                meters.watch(engine::inFlight);
                Consumer<Runnable> close = then -> engine.close(() -> loops.close(then));
                AtollClient client = new AtollClient(core(engine, nanos, loops::areCurrent), close);
                ClientCore.tell(callbacks, () -> connected.complete(client));
              } else {
                Unreachable why = new Unreachable(failure.getMessage(), Outcome.NONE, false);
                loops.close(
                    () -> ClientCore.tell(callbacks, () -> connected.completeExceptionally(why)));
              }
            });
    return connected;
  }

  /**
   * A client over an engine of your own: for tests and simulations. Of the settings only timeout,
   * hedging, most in flight, meters and executor matter.
   *
   * @param nanos a clock for differences
   * @throws InvalidSettings naming every mistake
   */
  public AtollClient over(Engine engine, LongSupplier nanos) {
    fail(settings().problems());
    return new AtollClient(core(engine, nanos, () -> false), engine::close);
  }

  private ClientCore core(Engine engine, LongSupplier nanos, BooleanSupplier onLoop) {
    return new ClientCore(
        engine,
        nanos,
        callbacks,
        meters,
        (int) requestTimeout.toMillis(),
        hedging,
        new AtomicInteger(),
        new BatchLane(maxInFlight, EngineSettings.Limits.DEFAULT.queuedBytes()),
        onLoop);
  }

  private ClientSettings settings() {
    return new ClientSettings(
        contactPoints,
        clusterName,
        localDc,
        fallbackDcs,
        requestTimeout,
        maxInFlight,
        retryBudget,
        eventLoops,
        callbacks);
  }

  private static void fail(List<String> problems) {
    if (!problems.isEmpty()) {
      throw new InvalidSettings(problems);
    }
  }
}
