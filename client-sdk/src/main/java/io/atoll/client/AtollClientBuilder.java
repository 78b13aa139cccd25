package io.atoll.client;

import io.atoll.client.engine.Engine;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Builds a client. Only contact points are needed. Mistakes are told all at once by {@link
 * #connect}. Not thread-safe.
 */
public final class AtollClientBuilder {
  /** How long a request may take that does not say. */
  public static final Duration DEFAULT_REQUEST_TIMEOUT = Duration.ofSeconds(5);

  /** Most requests under way at once. */
  public static final int DEFAULT_MAX_IN_FLIGHT = 4096;

  /** Repeats that are allowed for each first attempt. */
  public static final double DEFAULT_RETRY_BUDGET = 0.2;

  private static final Duration MAX_REQUEST_TIMEOUT = Duration.ofSeconds(30);
  private static final int MAX_MAX_IN_FLIGHT = 1_000_000;

  private final List<String> contactPoints = new ArrayList<>();
  private String localDc = "";
  private List<String> fallbackDcs = List.of();
  private Duration requestTimeout = DEFAULT_REQUEST_TIMEOUT;
  private int maxInFlight = DEFAULT_MAX_IN_FLIGHT;
  private double retryBudget = DEFAULT_RETRY_BUDGET;
  private boolean hedging = true;
  private Meters meters = Meters.NONE;
  private Executor callbacks = Runnable::run;

  AtollClientBuilder() {}

  /**
   * Adds a node to begin with: {@code host:port}, its client port ({@code [::1]:7402} for IPv6).
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

  /**
   * The datacenter that this client is in and asks first. Left out, it is that of the contact point
   * which answers first.
   */
  public AtollClientBuilder localDc(String dc) {
    localDc = dc;
    return this;
  }

  /**
   * The datacenters to turn to, in this order, while none of the local one answers. Left out: all
   * others, by measured latency.
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
   * io.atoll.client.failure.Overloaded}. 1 to 1,000,000.
   */
  public AtollClientBuilder maxInFlight(int requests) {
    maxInFlight = requests;
    return this;
  }

  /**
   * How many repeats and hedges are allowed for each first attempt, so that a client makes trouble
   * no worse: 0 for none, 1 for as many as there are requests. Repeated is only what is safe to.
   */
  public AtollClientBuilder retryBudget(double repeatsPerRequest) {
    retryBudget = repeatsPerRequest;
    return this;
  }

  /** Whether a read asks a second node when the first is slower than usual; true if left out. */
  public AtollClientBuilder hedging(boolean hedge) {
    hedging = hedge;
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
   * @return completes when the client knows the cluster; fails with {@link
   *     io.atoll.client.failure.Unreachable}, saying what was tried, when no contact point answers
   * @throws InvalidSettings at once, naming every mistake
   */
  public CompletionStage<AtollClient> connect() {
    List<String> problems = problems();
    contactProblems(problems);
    fail(problems);
    return CompletableFuture.failedFuture(
        new UnsupportedOperationException("there is no engine to connect with yet"));
  }

  /**
   * A client over an engine of your own: for tests and simulations. Of the settings only timeout,
   * hedging, meters and executor matter.
   *
   * @param nanos a clock for differences
   * @throws InvalidSettings naming every mistake
   */
  public AtollClient over(Engine engine, LongSupplier nanos) {
    fail(problems());
    return new AtollClient(
        new ClientCore(
            engine,
            nanos,
            callbacks,
            meters,
            (int) requestTimeout.toMillis(),
            hedging,
            new AtomicInteger()));
  }

  private List<String> problems() {
    List<String> problems = new ArrayList<>();
    if (localDc == null) {
      problems.add("localDc is null; name a datacenter or leave it out");
    }
    if (!List.copyOf(new LinkedHashSet<>(fallbackDcs)).equals(fallbackDcs)) {
      problems.add("fallbackDcs is %s; each may be there once".formatted(fallbackDcs));
    }
    if (localDc != null && fallbackDcs.contains(localDc)) {
      problems.add(
          "fallbackDcs is %s; localDc '%s' cannot be its own fallback"
              .formatted(fallbackDcs, localDc));
    }
    if (requestTimeout == null
        || !Timeouts.isPossible(requestTimeout)
        || requestTimeout.compareTo(MAX_REQUEST_TIMEOUT) > 0) {
      problems.add(
          "requestTimeout is %s; it must be 1 ms to %d s"
              .formatted(requestTimeout, MAX_REQUEST_TIMEOUT.toSeconds()));
    }
    if (maxInFlight < 1 || maxInFlight > MAX_MAX_IN_FLIGHT) {
      problems.add(
          "maxInFlight is %d; it must be 1 to %d".formatted(maxInFlight, MAX_MAX_IN_FLIGHT));
    }
    if (!(retryBudget >= 0 && retryBudget <= 1)) {
      problems.add("retryBudget is %s; it must be 0 to 1".formatted(retryBudget));
    }
    if (callbacks == null) {
      problems.add("callbackExecutor is null; leave it out to be called on the client's loop");
    }
    return problems;
  }

  private void contactProblems(List<String> problems) {
    if (contactPoints.isEmpty()) {
      problems.add("contactPoints is empty; name at least one node as host:port");
    }
    for (String contactPoint : contactPoints) {
      if (HostPort.parse(contactPoint) == null) {
        problems.add(
            "contactPoints has '%s'; it must be host:port with a port from 1 to 65535"
                .formatted(contactPoint));
      }
    }
  }

  private static void fail(List<String> problems) {
    if (!problems.isEmpty()) {
      throw new InvalidSettings(problems);
    }
  }
}
