package io.atoll.platform.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What every HTTP server counts of its requests; {@code docs/metrics.md} explains each name. One
 * for all loops of a server; callable from any thread.
 */
public final class RequestMeters {
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
  private final String prefix;
  private final KindMeters[] kinds;

  /**
   * Registers the meters of all kinds of request.
   *
   * @param prefix of their names, such as {@code atoll.http}
   * @param kinds every one, by its ordinal
   */
  public RequestMeters(MeterRegistry registry, String prefix, RequestKind[] kinds) {
    this.registry = registry;
    this.prefix = prefix;
    this.kinds = new KindMeters[kinds.length];
    for (RequestKind kind : kinds) {
      this.kinds[kind.ordinal()] = new KindMeters(registry, prefix, kind);
    }
  }

  /**
   * Shows what a loop holds; the gauges read it for as long as it is referenced.
   *
   * @param held the last part of the name of what {@link Admission#heldBytes} counts
   * @param heldDescription what that is
   */
  public void watch(
      int loop, Admission admission, Connections connections, String held, String heldDescription) {
    String number = Integer.toString(loop);
    Gauge.builder(prefix + ".requests.in.flight", admission, Admission::inFlight)
        .description("Requests being worked on")
        .tag("loop", number)
        .register(registry);
    Gauge.builder(prefix + "." + held, admission, Admission::heldBytes)
        .description(heldDescription)
        .baseUnit("bytes")
        .tag("loop", number)
        .register(registry);
    Gauge.builder(prefix + ".connections", connections, Connections::count)
        .description("Open client connections")
        .tag("loop", number)
        .register(registry);
  }

  /** A request was answered. */
  void answered(RequestKind kind, int status, long nanos) {
    KindMeters meters = kinds[kind.ordinal()];
    meters.statusClasses[Math.clamp(status / 100 - 2, 0, 3)].increment();
    meters.duration.record(nanos, TimeUnit.NANOSECONDS);
  }

  /** The client went away before its answer. */
  void aborted(RequestKind kind) {
    kinds[kind.ordinal()].aborted.increment();
  }

  /** The meters of one kind of request. */
  private static final class KindMeters {
    private final Counter[] statusClasses = new Counter[4];
    private final Counter aborted;
    private final Timer duration;

    KindMeters(MeterRegistry registry, String prefix, RequestKind kind) {
      for (int i = 0; i < statusClasses.length; i++) {
        statusClasses[i] = requests(registry, prefix, kind, (i + 2) + "xx");
      }
      this.aborted = requests(registry, prefix, kind, "aborted");
      this.duration =
          Timer.builder(prefix + ".request.duration")
              .description("From the head of the request to the hand-over of the answer")
              .tag("operation", kind.label())
              .serviceLevelObjectives(BUCKETS)
              .register(registry);
    }

    private static Counter requests(
        MeterRegistry registry, String prefix, RequestKind kind, String status) {
      return Counter.builder(prefix + ".requests")
          .description("Requests by what they were for and how they ended")
          .tag("operation", kind.label())
          .tag("status", status)
          .register(registry);
    }
  }
}
