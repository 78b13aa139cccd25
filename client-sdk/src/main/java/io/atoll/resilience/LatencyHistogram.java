package io.atoll.resilience;

/**
 * Recent latencies, for one quantile of them. Buckets grow by a quarter of a power of two, so the
 * reported quantile is at most a quarter too high. When the histogram is full, all counts are
 * halved: the past fades as fast as the present comes. Used by one thread.
 */
public final class LatencyHistogram {
  private static final int PER_OCTAVE = 4;
  private static final int SMALLEST_BITS = 14; // 16 µs: nothing that crosses a socket is quicker
  private static final int BUCKETS = 23 * PER_OCTAVE; // up to 137 s

  private final double quantile;
  private final int enough;
  private final int recountAfter;
  private final int capacity;
  private final int[] counts = new int[BUCKETS];
  private int total;
  private int uncounted;
  private long quantileNanos = -1;

  /**
   * An empty one.
   *
   * @param quantile above 0 to 1
   * @param enough samples to tell anything by
   * @param recountAfter after so many new samples the quantile is determined anew
   * @param capacity so many samples are full weight; more, and all weigh half
   */
  public LatencyHistogram(double quantile, int enough, int recountAfter, int capacity) {
    this.quantile = quantile;
    this.enough = enough;
    this.recountAfter = recountAfter;
    this.capacity = capacity;
  }

  public void add(long nanos) {
    counts[bucket(nanos)]++;
    uncounted++;
    if (++total >= capacity) {
      fade();
    }
  }

  /**
   * An upper bound of the quantile.
   *
   * @param otherwiseNanos the answer while there are too few samples to tell
   */
  public long quantileNanos(long otherwiseNanos) {
    if (total >= enough && (uncounted >= recountAfter || quantileNanos < 0)) {
      uncounted = 0;
      quantileNanos = recount();
    }
    return quantileNanos < 0 ? otherwiseNanos : quantileNanos;
  }

  /** Gives all samples half their weight. */
  public void fade() {
    total = 0;
    for (int i = 0; i < BUCKETS; i++) {
      counts[i] >>= 1;
      total += counts[i];
    }
  }

  private long recount() {
    long wanted = Math.max(1, (long) Math.ceil(quantile * total));
    int bucket = 0;
    for (long seen = counts[0]; seen < wanted; seen += counts[bucket]) {
      bucket++;
    }
    return endNanos(bucket);
  }

  private static int bucket(long nanos) {
    long value = Math.max(nanos, 1L << SMALLEST_BITS);
    int bits = Long.SIZE - 1 - Long.numberOfLeadingZeros(value);
    int quarter = (int) (value >>> bits - 2) & 3;
    return Math.min((bits - SMALLEST_BITS) * PER_OCTAVE + quarter, BUCKETS - 1);
  }

  /** The first value after a bucket. */
  private static long endNanos(int bucket) {
    int bits = SMALLEST_BITS + bucket / PER_OCTAVE;
    return (1L << bits) + (bucket % PER_OCTAVE + 1) * (1L << bits - 2);
  }
}
