package io.atoll.node;

import io.atoll.storage.StorageMetric;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/** Shows what the storage engine counts as meters; docs/metrics.md says what each means. */
final class StorageMeters {
  private static final String NANOSECONDS = "_NS";

  private final MeterRegistry registry;

  StorageMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /** The node is held weakly: meters of a node that is gone stand still. */
  void bind(Node node) {
    for (StorageMetric metric : StorageMetric.values()) {
      bind(node, metric);
    }
  }

  private void bind(Node node, StorageMetric metric) {
    double perUnit = metric.name().endsWith(NANOSECONDS) ? 1e-9 : 1;
    switch (metric.kind()) {
      case HELD ->
          Gauge.builder(name(metric), node, n -> n.storageStats().value(metric) * perUnit)
              .description(metric.description())
              .register(registry);
      case COUNTED ->
          FunctionCounter.builder(name(metric), node, n -> n.storageStats().value(metric) * perUnit)
              .description(metric.description())
              .register(registry);
    }
  }

  /** As dotted words; times are shown in seconds, as is usual for meters. */
  private static String name(StorageMetric metric) {
    String name = metric.name();
    if (name.endsWith(NANOSECONDS)) {
      name = name.substring(0, name.length() - NANOSECONDS.length()) + "_SECONDS";
    }
    return "atoll.storage." + name.toLowerCase(Locale.ROOT).replace('_', '.');
  }
}
