package io.atoll.bench.storage;

import org.HdrHistogram.Histogram;

/** What clients counted. Not thread-safe: each client has its own, added up at the end. */
final class Tally {
  private static final long MAX_NANOS = 60_000_000_000L;
  private static final int DIGITS = 3;

  private final Histogram latencies = new Histogram(MAX_NANOS, DIGITS);
  private long reads;
  private long writes;
  private double seconds;

  void read() {
    reads++;
  }

  void write() {
    writes++;
  }

  void latency(long nanos) {
    latencies.recordValue(Math.min(nanos, MAX_NANOS));
  }

  void add(Tally other) {
    reads += other.reads;
    writes += other.writes;
    latencies.add(other.latencies);
  }

  Tally lasting(long nanos) {
    seconds = nanos / 1e9;
    return this;
  }

  long reads() {
    return reads;
  }

  long writes() {
    return writes;
  }

  long operations() {
    return reads + writes;
  }

  double seconds() {
    return seconds;
  }

  /** Null when none were measured. */
  Histogram latencies() {
    return latencies.getTotalCount() == 0 ? null : latencies;
  }
}
