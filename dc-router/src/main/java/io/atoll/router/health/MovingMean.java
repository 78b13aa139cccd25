package io.atoll.router.health;

/**
 * An exponentially weighted moving mean of durations. Without samples it falls by half each few
 * seconds, so that who was slow once is tried again. Used by one thread.
 */
final class MovingMean {
  private static final double HALF_LIFE_NANOS = 2e9;

  private final double weight;
  private double nanos;
  private long sampledNanos;
  private boolean known;

  /**
   * @param weight of the newest sample, above 0 to 1
   */
  MovingMean(double weight) {
    this.weight = weight;
  }

  void add(long sampleNanos, long nowNanos) {
    nanos = known ? nanos + weight * (sampleNanos - nanos) : sampleNanos;
    sampledNanos = nowNanos;
    known = true;
  }

  boolean isKnown() {
    return known;
  }

  /** The mean of the samples, or the given value when there is none. */
  long or(long otherwiseNanos) {
    return known ? Math.round(nanos) : otherwiseNanos;
  }

  /** The mean as it fades; 0 when there is no sample. */
  double faded(long nowNanos) {
    return known ? nanos * Math.pow(0.5, (nowNanos - sampledNanos) / HALF_LIFE_NANOS) : 0;
  }
}
