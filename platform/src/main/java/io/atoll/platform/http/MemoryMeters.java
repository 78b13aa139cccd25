package io.atoll.platform.http;

import io.atoll.resilience.ByteBudget;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** Shows the memory that requests may hold; {@code docs/metrics.md} explains each name. */
public final class MemoryMeters {
  private MemoryMeters() {}

  /**
   * Shows a budget, which the meters read for as long as it is referenced.
   *
   * @param prefix of the names, such as {@code atoll.memory}
   * @param holder for whom it is
   */
  public static void show(MeterRegistry registry, String prefix, String holder, ByteBudget memory) {
    Gauge.builder(prefix + ".limit", memory, ByteBudget::totalBytes)
        .description("Bytes that requests may hold together")
        .baseUnit("bytes")
        .tag("holder", holder)
        .register(registry);
    Gauge.builder(prefix + ".reserved", memory, ByteBudget::reservedBytes)
        .description("Bytes that requests hold now")
        .baseUnit("bytes")
        .tag("holder", holder)
        .register(registry);
    FunctionCounter.builder(prefix + ".refusals", memory, ByteBudget::refusals)
        .description("Reservations of memory that were refused")
        .tag("holder", holder)
        .register(registry);
  }
}
