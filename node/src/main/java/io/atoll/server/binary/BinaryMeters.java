package io.atoll.server.binary;

import io.atoll.wire.FailureCode;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/** Shows what the client port counts; {@code docs/metrics.md} explains each name. */
final class BinaryMeters {
  private final MeterRegistry registry;

  BinaryMeters(MeterRegistry registry, BinaryStats stats) {
    this.registry = registry;
    for (BinaryStats.Counter counter : BinaryStats.Counter.values()) {
      FunctionCounter.builder("atoll.binary." + dotted(counter), stats, s -> s.count(counter))
          .description(counter.description())
          .register(registry);
    }
    for (CloseReason why : CloseReason.values()) {
      FunctionCounter.builder("atoll.binary.refusals", stats, s -> s.endings(why))
          .description("Connections that the node gave up, by reason")
          .tag("reason", lower(why))
          .register(registry);
    }
    for (Asked asked : Asked.values()) {
      requests(stats, asked, null);
      for (FailureCode code : FailureCode.values()) {
        requests(stats, asked, code);
      }
    }
  }

  private void requests(BinaryStats stats, Asked asked, FailureCode outcome) {
    FunctionCounter.builder("atoll.binary.requests", stats, s -> s.requests(asked, outcome))
        .description("Requests by what they were for and how they ended")
        .tag("operation", lower(asked))
        .tag("outcome", outcome == null ? "ok" : lower(outcome))
        .register(registry);
  }

  /** Shows what a loop holds; the gauges read it for as long as it is referenced. */
  void watch(int loop, ResourceUsage resources) {
    String number = Integer.toString(loop);
    Gauge.builder("atoll.binary.connections.open", resources, ResourceUsage::connections)
        .description("Open client connections")
        .tag("loop", number)
        .register(registry);
    Gauge.builder("atoll.binary.requests.in.flight", resources, ResourceUsage::inFlight)
        .description("Requests being worked on")
        .tag("loop", number)
        .register(registry);
    Gauge.builder("atoll.binary.held", resources, ResourceUsage::bytes)
        .description("Bytes held for clients: unfinished frames, values to write, unsent answers")
        .baseUnit("bytes")
        .tag("loop", number)
        .register(registry);
  }

  private static String dotted(Enum<?> constant) {
    return lower(constant).replace('_', '.');
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
