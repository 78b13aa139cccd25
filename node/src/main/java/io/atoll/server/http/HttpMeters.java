package io.atoll.server.http;

import io.atoll.platform.http.RequestMeters;
import io.atoll.replication.Outcome;
import io.atoll.wire.ProblemType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * What the HTTP API counts besides its requests; {@code docs/metrics.md} explains each name. One
 * for all loops of a node; callable from any thread.
 *
 * <p>The meters of operations that involve other nodes exist from the start, so that the first
 * failure is a step from zero and not a new line.
 */
final class HttpMeters {
  private final MeterRegistry registry;
  private final RequestMeters requests;
  private final OperationMeters[] operations;
  private final Counter bytesIn;
  private final Counter bytesOut;

  HttpMeters(MeterRegistry registry) {
    this.registry = registry;
    this.requests = new RequestMeters(registry, "atoll.http", Operation.values());
    this.bytesIn = bodyBytes("in");
    this.bytesOut = bodyBytes("out");
    this.operations = new OperationMeters[Operation.values().length];
    for (Operation operation : Operation.values()) {
      operations[operation.ordinal()] = new OperationMeters(registry, operation);
    }
  }

  /** What every HTTP server counts. */
  RequestMeters requests() {
    return requests;
  }

  void sent(int bodyBytes) {
    if (bodyBytes > 0) {
      bytesOut.increment(bodyBytes);
    }
  }

  void received(int bodyBytes) {
    bytesIn.increment(bodyBytes);
  }

  void failed(Operation operation, ProblemType type) {
    operations[operation.ordinal()].failure(registry, type).increment();
  }

  /** Replicas were asked, whether enough of them answered or not. */
  void asked(Operation operation, Outcome outcome) {
    OperationMeters meters = operations[operation.ordinal()];
    meters.asked.increment(outcome.asked());
    meters.answered.increment(outcome.answered());
    if (outcome.answered() < outcome.required()) {
      meters.missing.increment(outcome.required() - outcome.answered());
    }
  }

  /** Too few replicas were alive to ask any. */
  void unavailable(Operation operation, int alive, int required) {
    operations[operation.ordinal()].missing.increment(Math.max(0, required - alive));
  }

  private Counter bodyBytes(String direction) {
    return Counter.builder("atoll.http.body")
        .description("Bytes of request bodies (in) and response bodies (out)")
        .baseUnit("bytes")
        .tag("direction", direction)
        .register(registry);
  }

  /** The meters of one operation. */
  private static final class OperationMeters {
    private final Operation operation;
    private final Counter[] failures = new Counter[ProblemType.values().length];
    private final Counter asked;
    private final Counter answered;
    private final Counter missing;

    OperationMeters(MeterRegistry registry, Operation operation) {
      this.operation = operation;
      this.asked = replicas(registry, "asked", "Replicas that requests asked");
      this.answered = replicas(registry, "answered", "Replicas that answered in time to count");
      this.missing =
          replicas(registry, "missing", "Answers by which requests fell short of their quorum");
      if (operation.asksOthers()) {
        for (ProblemType type : ProblemType.values()) {
          failure(registry, type);
        }
      }
    }

    Counter failure(MeterRegistry registry, ProblemType type) {
      Counter known = failures[type.ordinal()];
      if (known == null) {
        known =
            Counter.builder("atoll.http.failures")
                .description("Requests answered with a problem, by its kind")
                .tag("operation", operation.label())
                .tag("kind", type.kind())
                .register(registry);
        failures[type.ordinal()] = known;
      }
      return known;
    }

    /** Null where the answer takes no other node. */
    private Counter replicas(MeterRegistry registry, String what, String description) {
      if (!operation.asksOthers()) {
        return null;
      }
      return Counter.builder("atoll.http.replicas." + what)
          .description(description)
          .tag("operation", operation.label())
          .register(registry);
    }
  }
}
