package io.atoll.client.engine;

/**
 * How quick a node has been of late: a moving average, which fades while nothing is heard so that a
 * node that was slow is tried again. One that was never heard of is taken for quick, for the same
 * reason; what it is sent before it answers is bounded by being counted. Single-threaded.
 */
final class NodeLatency {
  private static final double WEIGHT = 1.0 / 8;
  private static final double FLOOR_NANOS = 50_000;
  private static final double CEILING_NANOS = 250e6;
  private static final long FADE_NANOS = 200_000_000L;

  private double averageNanos;
  private long sampledNanos;
  private boolean sampled;

  void add(long nanos, long nowNanos) {
    double sample = Math.min(CEILING_NANOS, nanos);
    double before = faded(nowNanos);
    averageNanos = sampled ? before + WEIGHT * (sample - before) : sample;
    sampled = true;
    sampledNanos = nowNanos;
  }

  /** The average; halved for every while without a sample. */
  double nanos(long nowNanos) {
    return Math.max(FLOOR_NANOS, faded(nowNanos));
  }

  private double faded(long nowNanos) {
    long idle = nowNanos - sampledNanos;
    return idle < FADE_NANOS
        ? averageNanos
        : averageNanos * Math.pow(0.5, (double) idle / FADE_NANOS);
  }
}
