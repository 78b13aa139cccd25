package io.atoll.bench.storage;

import java.util.Locale;

/** One number of a workload's outcome, and how it is shown. */
enum Figure {
  OPS_PER_SECOND("operations a second", Unit.COUNT),
  CPU_MICROS("processor time an operation", Unit.MICROS),
  P50_MICROS("p50", Unit.MICROS),
  P99_MICROS("p99", Unit.MICROS),
  P999_MICROS("p99.9", Unit.MICROS),
  MAX_MICROS("longest", Unit.MICROS),
  SETTLED_PER_SECOND("entries a second until flushed and compacted", Unit.COUNT),
  WRITE_AMPLIFICATION("bytes to the disk for a byte written", Unit.RATIO),
  READ_CALL_BYTES("bytes read from files for a read", Unit.COUNT),
  DEVICE_READ_BYTES("bytes read from the device for a read", Unit.COUNT),
  SPACE_AMPLIFICATION("bytes of the directory for a byte kept", Unit.RATIO),
  OPEN_MS("time to open", Unit.MILLIS),
  HEAP_MIB_PER_MILLION("live heap for a million keys", Unit.MIB),
  RESIDENT_MIB_PER_MILLION("resident memory for a million keys", Unit.MIB),
  PAUSES("pauses of the collector", Unit.COUNT),
  PAUSE_TOTAL_MS("pauses, all together", Unit.MILLIS),
  PAUSE_LONGEST_MS("pauses, the longest", Unit.MILLIS);

  private enum Unit {
    COUNT(""),
    RATIO(" x"),
    MICROS(" µs"),
    MILLIS(" ms"),
    MIB(" MiB");

    private final String suffix;

    Unit(String suffix) {
      this.suffix = suffix;
    }
  }

  private final String title;
  private final Unit unit;

  Figure(String title, Unit unit) {
    this.title = title;
    this.unit = unit;
  }

  String title() {
    return title;
  }

  String show(double value) {
    boolean whole = value >= 100 || value == Math.rint(value);
    return String.format(Locale.ROOT, whole ? "%,.0f" : "%.2f", value) + unit.suffix;
  }
}
