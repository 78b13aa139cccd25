package io.atoll.client.engine;

/**
 * Recent latencies, for a percentile of them. Buckets grow by a quarter of an octave, so a
 * percentile is told within a fifth; old samples fade by halving all counts. Single-threaded.
 */
final class LatencyHistogram {
  private static final int SMALLEST_BITS = 15;
  private static final int OCTAVES = 22;
  private static final int ENOUGH = 64;
  private static final int RECOUNT_AFTER = 128;
  private static final int MOST = 8_192;

  private final double percentile;
  private final int[] counts = new int[OCTAVES * 4];
  private int total;
  private int sinceRecount;
  private long percentileNanos = -1;

  LatencyHistogram(double percentile) {
    this.percentile = percentile;
  }

  void add(long nanos) {
    counts[bucket(nanos)]++;
    total++;
    if (++sinceRecount >= RECOUNT_AFTER || total == ENOUGH) {
      recount();
    }
    if (total >= MOST) {
      fade();
    }
  }

  /** The percentile, rounded up; -1 while there are too few samples. */
  long percentileNanos() {
    return percentileNanos;
  }

  /** Gives all samples half their weight. */
  void fade() {
    total = 0;
    for (int i = 0; i < counts.length; i++) {
      counts[i] >>= 1;
      total += counts[i];
    }
  }

  private void recount() {
    sinceRecount = 0;
    if (total < ENOUGH) {
      return;
    }
    long within = (long) Math.ceil(total * percentile);
    int bucket = 0;
    for (long seen = counts[0]; seen < within; seen += counts[bucket]) {
      bucket++;
    }
    percentileNanos = end(bucket);
  }

  private static int bucket(long nanos) {
    long value = Math.max(nanos, 1L << SMALLEST_BITS);
    int bits = Long.SIZE - 1 - Long.numberOfLeadingZeros(value);
    int quarter = (int) (value >>> bits - 2) & 3;
    return Math.min((bits - SMALLEST_BITS) * 4 + quarter, OCTAVES * 4 - 1);
  }

  /** The first value behind a bucket. */
  private static long end(int bucket) {
    int bits = SMALLEST_BITS + bucket / 4;
    return (1L << bits) + (bucket % 4 + 1) * (1L << bits - 2);
  }
}
