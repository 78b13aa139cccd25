package io.atoll.router.proxy;

import io.atoll.platform.http.RequestMeters;
import io.atoll.router.health.Breaker;
import io.atoll.router.health.NodeHealth.Standing;
import io.atoll.router.policy.RateLimiter;
import io.atoll.wire.ProblemType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the router counts; {@code docs/metrics.md} explains each name. One for all loops; callable
 * from any thread.
 */
final class RouterMeters {
  /** The problems that a router answers by itself. */
  private static final Set<ProblemType> OWN =
      EnumSet.of(
          ProblemType.MALFORMED_REQUEST,
          ProblemType.INVALID_HEADER,
          ProblemType.METHOD_NOT_ALLOWED,
          ProblemType.REQUEST_TIMEOUT,
          ProblemType.BODY_TOO_LARGE,
          ProblemType.KEY_TOO_LONG,
          ProblemType.RATE_LIMITED,
          ProblemType.HEADERS_TOO_LARGE,
          ProblemType.INTERNAL,
          ProblemType.NOT_IMPLEMENTED,
          ProblemType.UNAVAILABLE,
          ProblemType.NOT_ENOUGH_ANSWERS,
          ProblemType.OVERLOADED,
          ProblemType.NOT_READY);

  private final MeterRegistry registry;
  private final RequestMeters requests;
  private final Map<String, Counter> attempts = new ConcurrentHashMap<>();
  private final Map<String, Counter> retries = new ConcurrentHashMap<>();
  private final Map<ProblemType, Counter> problems = new EnumMap<>(ProblemType.class);
  private final Counter hedges;
  private final Counter hedgesWon;
  private final MultiGauge nodeReady;
  private final MultiGauge nodeLatency;
  private final MultiGauge nodeInFlight;
  private final MultiGauge dcUsable;
  private final MultiGauge dcLatency;
  private final MultiGauge dcFirst;
  private final MultiGauge dcBreaker;

  RouterMeters(MeterRegistry registry) {
    this.registry = registry;
    this.requests = new RequestMeters(registry, "atoll.router", Kind.values());
    for (ProblemType type : OWN) {
      problems.put(
          type,
          Counter.builder("atoll.router.problems")
              .description("Requests that the router answered with a problem of its own")
              .tag("kind", type.kind())
              .register(registry));
    }
    for (String reason : new String[] {"unsent", "broken", "down", "answer"}) {
      retried(registry, reason);
    }
    hedges =
        Counter.builder("atoll.router.hedges")
            .description("Reads that were asked of a further node because the first was late")
            .register(registry);
    hedgesWon =
        Counter.builder("atoll.router.hedges.won")
            .description("Of those the ones that the further node answered first")
            .register(registry);
    nodeReady = gauge("atoll.router.node.ready", "1 where a node is considered ready", null);
    nodeLatency = gauge("atoll.router.node.latency", "Mean round trip of probes", "seconds");
    nodeInFlight = gauge("atoll.router.node.in.flight", "Answers that a node owes", null);
    dcUsable = gauge("atoll.router.dc.usable", "1 where requests can be sent to a DC", null);
    dcLatency = gauge("atoll.router.dc.latency", "Mean round trip to the nearest node", "seconds");
    dcFirst = gauge("atoll.router.dc.first", "1 for the DC that is asked first", null);
    dcBreaker = gauge("atoll.router.dc.breaker", "0 closed, 1 half open, 2 open", null);
  }

  /** What every HTTP server counts. */
  RequestMeters requests() {
    return requests;
  }

  /** Shows the limiter of clients. */
  void watch(RateLimiter limiter) {
    Gauge.builder("atoll.router.rate.clients", limiter, RateLimiter::clients)
        .description("Clients whose rate is remembered")
        .register(registry);
    FunctionCounter.builder("atoll.router.rate.limited", limiter, RateLimiter::limited)
        .description("Requests over the limit of their client")
        .register(registry);
  }

  /** Renews what is shown of DCs and nodes, which come and go; called before meters are read. */
  void refresh(RouterView view) {
    List<Row<?>> ready = new ArrayList<>();
    List<Row<?>> latency = new ArrayList<>();
    List<Row<?>> inFlight = new ArrayList<>();
    List<Row<?>> usable = new ArrayList<>();
    List<Row<?>> near = new ArrayList<>();
    List<Row<?>> first = new ArrayList<>();
    List<Row<?>> breaker = new ArrayList<>();
    for (RouterView.Dc dc : view.dcs()) {
      Tags tags = Tags.of("dc", dc.name());
      usable.add(Row.of(tags, dc.usable() ? 1 : 0));
      near.add(Row.of(tags, dc.latencyNanos() < 0 ? Double.NaN : dc.latencyNanos() * 1e-9));
      first.add(Row.of(tags, dc.name().equals(view.first()) ? 1 : 0));
      breaker.add(Row.of(tags, number(dc.breaker())));
      for (RouterView.Node node : dc.nodes()) {
        Tags both = tags.and("node", node.address().name());
        ready.add(Row.of(both, node.standing() == Standing.READY ? 1 : 0));
        latency.add(
            Row.of(both, node.latencyNanos() < 0 ? Double.NaN : node.latencyNanos() * 1e-9));
        inFlight.add(Row.of(both, node.inFlight()));
      }
    }
    nodeReady.register(ready, true);
    nodeLatency.register(latency, true);
    nodeInFlight.register(inFlight, true);
    dcUsable.register(usable, true);
    dcLatency.register(near, true);
    dcFirst.register(first, true);
    dcBreaker.register(breaker, true);
  }

  void refused(ProblemType type) {
    problems.get(type).increment();
  }

  /** An attempt at a node of a DC ended: answered, unsent, broken, or silent. */
  void attempt(String dc, String end) {
    attempts
        .computeIfAbsent(
            dc + " " + end,
            key ->
                Counter.builder("atoll.router.attempts")
                    .description("Requests sent to nodes by how they ended")
                    .tag("dc", dc)
                    .tag("end", end)
                    .register(registry))
        .increment();
  }

  /** A request was sent to a further node because an attempt brought nothing. */
  void retried(String reason) {
    retried(registry, reason).increment();
  }

  void hedged() {
    hedges.increment();
  }

  void hedgeWon() {
    hedgesWon.increment();
  }

  private Counter retried(MeterRegistry to, String reason) {
    return retries.computeIfAbsent(
        reason,
        why ->
            Counter.builder("atoll.router.retries")
                .description("Requests sent to a further node because an attempt brought nothing")
                .tag("reason", why)
                .register(to));
  }

  private MultiGauge gauge(String name, String description, String unit) {
    return MultiGauge.builder(name).description(description).baseUnit(unit).register(registry);
  }

  private static int number(Breaker.State state) {
    return switch (state) {
      case CLOSED -> 0;
      case HALF_OPEN -> 1;
      case OPEN -> 2;
    };
  }
}
