package io.atoll.client;

import io.atoll.client.engine.EngineStats;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what the engine reports. */
final class MicrometerEngineStats implements EngineStats {
  private final Map<Operation, Counter> repeats = new EnumMap<>(Operation.class);
  private final Map<Phase, AtomicInteger> connections = new EnumMap<>(Phase.class);
  private final Counter hedges;
  private final Counter hedgesWon;
  private final Counter budgetSpent;
  private final Counter connectionFailures;
  private final AtomicLong epoch = new AtomicLong();
  private final Map<Boolean, Counter> bytes;
  private final Map<Boolean, Counter> frames;
  private final Counter defects;

  MicrometerEngineStats(MeterRegistry registry) {
    for (Operation operation : Operation.values()) {
      repeats.put(
          operation,
          counter(
              registry,
              "atoll.client.repeats",
              "Requests that were sent again because of a failure",
              Tags.of("operation", lowerCase(operation))));
    }
    for (Phase phase : Phase.values()) {
      AtomicInteger count = new AtomicInteger();
      connections.put(phase, count);
      Gauge.builder("atoll.client.connections", count, AtomicInteger::get)
          .description("Connections to nodes")
          .tag("phase", lowerCase(phase))
          .strongReference(true)
          .register(registry);
    }
    hedges =
        counter(
            registry,
            "atoll.client.hedges",
            "Reads that were asked of a second node because the first was slow",
            Tags.empty());
    hedgesWon =
        counter(
            registry,
            "atoll.client.hedges.won",
            "Hedges of which the second node answered first",
            Tags.empty());
    budgetSpent =
        counter(
            registry,
            "atoll.client.budget.spent",
            "Repeats and hedges that the budget did not allow",
            Tags.empty());
    connectionFailures =
        counter(
            registry,
            "atoll.client.connection.failures",
            "Connections that could not be opened, or broke",
            Tags.empty());
    Gauge.builder("atoll.client.epoch", epoch, AtomicLong::get)
        .description("Version of the topology that requests are sent by")
        .strongReference(true)
        .register(registry);
    bytes = eachWay(registry, "atoll.client.bytes", "Bytes sent and received");
    frames = eachWay(registry, "atoll.client.frames", "Frames sent and received");
    defects =
        counter(
            registry,
            "atoll.client.defects",
            "Times that the client met a defect of its own; always 0",
            Tags.empty());
  }

  private static Map<Boolean, Counter> eachWay(MeterRegistry registry, String name, String what) {
    return Map.of(
        true, counter(registry, name, what, Tags.of("direction", "out")),
        false, counter(registry, name, what, Tags.of("direction", "in")));
  }

  private static Counter counter(MeterRegistry registry, String name, String what, Tags tags) {
    return Counter.builder(name).description(what).tags(tags).register(registry);
  }

  private static String lowerCase(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public void repeated(Operation operation) {
    repeats.get(operation).increment();
  }

  @Override
  public void hedged(Operation operation) {
    hedges.increment();
  }

  @Override
  public void hedgeWon(Operation operation) {
    hedgesWon.increment();
  }

  @Override
  public void budgetSpent() {
    budgetSpent.increment();
  }

  @Override
  public void connections(Phase phase, int delta) {
    connections.get(phase).addAndGet(delta);
  }

  @Override
  public void connectionFailed() {
    connectionFailures.increment();
  }

  @Override
  public void viewChanged(long newer) {
    epoch.set(newer);
  }

  @Override
  public void sent(long sentBytes, long sentFrames) {
    bytes.get(true).increment(sentBytes);
    frames.get(true).increment(sentFrames);
  }

  @Override
  public void received(long receivedBytes, long receivedFrames) {
    bytes.get(false).increment(receivedBytes);
    frames.get(false).increment(receivedFrames);
  }

  @Override
  public void listenerThrew(Throwable thrown) {
    defects.increment();
  }
}
