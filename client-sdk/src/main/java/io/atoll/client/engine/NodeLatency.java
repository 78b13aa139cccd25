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
  private static final double SLOWEST_WEIGHT = 1.0 / 64;
  private static final double SLOWEST_CEILING_NANOS = 500e6;
  private static final long SLOWEST_FADE_NANOS = 2_000_000_000L;

  private double averageNanos;
  private double slowestNanos;
  private long sampledNanos;
  private boolean sampled;

  void add(long nanos, long nowNanos) {
    double before = faded(averageNanos, FADE_NANOS, nowNanos);
    double sample = Math.min(CEILING_NANOS, nanos);
    averageNanos = sampled ? before + WEIGHT * (sample - before) : sample;
    double slowestBefore = faded(slowestNanos, SLOWEST_FADE_NANOS, nowNanos);
    double slow = Math.min(SLOWEST_CEILING_NANOS, nanos);
    slowestNanos = Math.max(slow, slowestBefore + SLOWEST_WEIGHT * (slow - slowestBefore));
    sampled = true;
    sampledNanos = nowNanos;
  }

  /** The average; halved for every while without a sample. */
  double nanos(long nowNanos) {
    return Math.max(FLOOR_NANOS, faded(averageNanos, FADE_NANOS, nowNanos));
  }

  /** The slowest of late: forgotten little by little, by quicker ones and by time. */
  double slowestNanos(long nowNanos) {
    return faded(slowestNanos, SLOWEST_FADE_NANOS, nowNanos);
  }

  private double faded(double value, long whileNanos, long nowNanos) {
    long idle = nowNanos - sampledNanos;
    return idle < whileNanos ? value : value * Math.pow(0.5, (double) idle / whileNanos);
  }
}
