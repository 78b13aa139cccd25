package io.atoll.router.health;

/**
 * Quantiles of the latencies of the recent past, in buckets that grow by a quarter of a power of
 * two. When it holds enough, all counts are halved, so that the past fades as fast as the present
 * comes. Used by one thread.
 */
public final class LatencyWindow {
  private static final int PER_OCTAVE = 4;
  private static final int FIRST_SHIFT = 14; // 16 µs: nothing that crosses a socket is quicker
  private static final int BUCKETS = 20 * PER_OCTAVE; // up to 17 s
  private static final int HALVE_AT = 1024;
  private static final int ENOUGH = 20;

  private final int[] counts = new int[BUCKETS];
  private int total;

  public void add(long nanos) {
    counts[bucket(nanos)]++;
    total++;
    if (total >= HALVE_AT) {
      total = 0;
      for (int i = 0; i < BUCKETS; i++) {
        counts[i] /= 2;
        total += counts[i];
      }
    }
  }

  /**
   * An upper bound of a quantile, at most a quarter above it.
   *
   * @param quantile 0 to 1
   * @param otherwiseNanos the answer while there are too few samples to tell
   */
  public long quantileNanos(double quantile, long otherwiseNanos) {
    if (total < ENOUGH) {
      return otherwiseNanos;
    }
    long wanted = Math.max(1, (long) Math.ceil(quantile * total));
    long seen = 0;
    for (int i = 0; i < BUCKETS; i++) {
      seen += counts[i];
      if (seen >= wanted) {
        return upperNanos(i);
      }
    }
    return upperNanos(BUCKETS - 1);
  }

  private static int bucket(long nanos) {
    long units = nanos >> FIRST_SHIFT;
    if (units < 1) {
      return 0;
    }
    int octave = 63 - Long.numberOfLeadingZeros(units);
    long base = 1L << (octave + FIRST_SHIFT);
    int quarter = (int) Math.min(PER_OCTAVE - 1, (nanos - base) * PER_OCTAVE / base);
    return Math.min(BUCKETS - 1, octave * PER_OCTAVE + quarter);
  }

  private static long upperNanos(int bucket) {
    long base = 1L << (bucket / PER_OCTAVE + FIRST_SHIFT);
    return base + base * (bucket % PER_OCTAVE + 1) / PER_OCTAVE;
  }
}
