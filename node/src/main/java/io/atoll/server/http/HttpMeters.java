package io.atoll.server.http;

import io.atoll.replication.Outcome;
import io.atoll.wire.ProblemType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What the HTTP API counts; {@code docs/metrics.md} explains each name. One for all loops of a
 * node; callable from any thread.
 *
 * <p>The meters of what takes other nodes exist from the start, so that the first failure is a step
 * from zero and not a new line.
 */
final class HttpMeters {
  private static final Duration[] BUCKETS = {
    Duration.ofNanos(500_000),
    Duration.ofMillis(1),
    Duration.ofMillis(2),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(20),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(2),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10)
  };

  private final MeterRegistry registry;
  private final OperationMeters[] operations;
  private final Counter bytesIn;
  private final Counter bytesOut;

  HttpMeters(MeterRegistry registry) {
    this.registry = registry;
    this.bytesIn = bodyBytes("in");
    this.bytesOut = bodyBytes("out");
    this.operations = new OperationMeters[Operation.values().length];
    for (Operation operation : Operation.values()) {
      operations[operation.ordinal()] = new OperationMeters(registry, operation);
    }
  }

  /** Shows what a loop holds; the gauges read it for as long as it is referenced. */
  void watch(int loop, Admission admission, Connections connections) {
    String number = Integer.toString(loop);
    Gauge.builder("atoll.http.requests.in.flight", admission, Admission::inFlight)
        .description("Requests being worked on")
        .tag("loop", number)
        .register(registry);
    Gauge.builder("atoll.http.body.held", admission, Admission::heldBodyBytes)
        .description("Bytes of request bodies held in memory")
        .baseUnit("bytes")
        .tag("loop", number)
        .register(registry);
    Gauge.builder("atoll.http.connections", connections, Connections::count)
        .description("Open client connections")
        .tag("loop", number)
        .register(registry);
  }

  /** A request was answered. */
  void answered(Operation operation, int status, long nanos, int bodyBytes) {
    OperationMeters meters = operations[operation.ordinal()];
    meters.statusClasses[status / 100 - 2].increment();
    meters.duration.record(nanos, TimeUnit.NANOSECONDS);
    if (bodyBytes > 0) {
      bytesOut.increment(bodyBytes);
    }
  }

  /** The client went away before its answer. */
  void aborted(Operation operation) {
    operations[operation.ordinal()].aborted.increment();
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
    private final Counter[] statusClasses = new Counter[4];
    private final Counter aborted;
    private final Timer duration;
    private final Counter[] failures = new Counter[ProblemType.values().length];
    private final Counter asked;
    private final Counter answered;
    private final Counter missing;

    OperationMeters(MeterRegistry registry, Operation operation) {
      this.operation = operation;
      for (int i = 0; i < statusClasses.length; i++) {
        statusClasses[i] = requests(registry, (i + 2) + "xx");
      }
      this.aborted = requests(registry, "aborted");
      this.duration =
          Timer.builder("atoll.http.request.duration")
              .description("From the head of the request to the hand-over of the answer")
              .tag("operation", operation.label())
              .serviceLevelObjectives(BUCKETS)
              .register(registry);
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

    private Counter requests(MeterRegistry registry, String status) {
      return Counter.builder("atoll.http.requests")
          .description("Requests by what they were for and how they ended")
          .tag("operation", operation.label())
          .tag("status", status)
          .register(registry);
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
