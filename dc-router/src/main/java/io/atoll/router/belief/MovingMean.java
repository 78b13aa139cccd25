package io.atoll.router.belief;

/** An exponentially weighted moving mean of durations. Used by one thread. */
final class MovingMean {
  private final double weight;
  private double nanos;
  private boolean known;

  /**
   * @param weight of the newest sample, above 0 to 1
   */
  MovingMean(double weight) {
    this.weight = weight;
  }

  void add(long sampleNanos) {
    nanos = known ? nanos + weight * (sampleNanos - nanos) : sampleNanos;
    known = true;
  }

  boolean isKnown() {
    return known;
  }

  /** The mean, or the given value when there is no sample yet. */
  long or(long otherwiseNanos) {
    return known ? Math.round(nanos) : otherwiseNanos;
  }
}
