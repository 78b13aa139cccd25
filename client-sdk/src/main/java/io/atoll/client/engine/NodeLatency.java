package io.atoll.client.engine;

import io.atoll.resilience.DecayingMean;
import io.atoll.resilience.DecayingMean.Fade;

/**
 * How quick a node has been recently: a moving average, which fades while nothing is heard so that
 * a node that was slow is tried again. One that was never heard of is taken for quick, for the same
 * reason; what it is sent before it answers is bounded by being counted. Single-threaded.
 */
final class NodeLatency {
  private static final double WEIGHT = 1.0 / 8;
  private static final double FLOOR_NANOS = 50_000;
  private static final double CEILING_NANOS = 250e6;
  private static final Fade FADE = new Fade(200_000_000L, 200_000_000L);
  private static final double SLOWEST_WEIGHT = 1.0 / 64;
  private static final double SLOWEST_CEILING_NANOS = 500e6;
  private static final Fade SLOWEST_FADE = new Fade(2_000_000_000L, 2_000_000_000L);

  private final DecayingMean average = new DecayingMean(WEIGHT, FADE);
  private final DecayingMean slowest = new DecayingMean(SLOWEST_WEIGHT, SLOWEST_FADE);

  void add(long nanos, long nowNanos) {
    average.settle(nowNanos);
    average.add(Math.min(CEILING_NANOS, nanos), nowNanos);
    double slow = Math.min(SLOWEST_CEILING_NANOS, nanos);
    slowest.settle(nowNanos);
    slowest.add(slow, nowNanos);
    slowest.raiseTo(slow);
  }

  /** The average; halved for every while without a sample. */
  double nanos(long nowNanos) {
    return Math.max(FLOOR_NANOS, average.faded(nowNanos));
  }

  /** The slowest recent answer: forgotten gradually, by quicker ones and by time. */
  double slowestNanos(long nowNanos) {
    return slowest.faded(nowNanos);
  }
}
