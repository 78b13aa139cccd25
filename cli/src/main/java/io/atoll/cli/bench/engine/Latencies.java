package io.atoll.cli.bench.engine;

import org.HdrHistogram.Histogram;

/**
 * How long requests took, in nanoseconds, to three digits from a microsecond to ten minutes. Of one
 * thread.
 */
public final class Latencies {
  private static final long LEAST_NS = 1_000;
  private static final long MOST_NS = 600_000_000_000L;
  private static final int DIGITS = 3;

  private final Histogram histogram = new Histogram(LEAST_NS, MOST_NS, DIGITS);

  void add(long ns) {
    histogram.recordValue(Math.clamp(ns, 0, MOST_NS));
  }

  void add(Latencies others) {
    histogram.add(others.histogram);
  }

  void clear() {
    histogram.reset();
  }

  public long count() {
    return histogram.getTotalCount();
  }

  /** 0 where there are none, as for the others. */
  public double meanNs() {
    return count() == 0 ? 0 : histogram.getMean();
  }

  /**
   * What so many percent did not exceed.
   *
   * @param percent 0 to 100
   */
  public long percentileNs(double percent) {
    return count() == 0 ? 0 : Math.min(maxNs(), histogram.getValueAtPercentile(percent));
  }

  public long maxNs() {
    return histogram.getMaxValue();
  }
}
