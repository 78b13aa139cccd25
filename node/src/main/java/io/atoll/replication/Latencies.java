package io.atoll.replication;

import java.util.Arrays;

/**
 * How long each member usually takes to answer: a smoothed mean and deviation of its reads, after
 * Jacobson, "Congestion Avoidance and Control" (1988). Owned by one loop.
 */
final class Latencies {
  private static final int MEAN_SHIFT = 3;
  private static final int DEVIATION_SHIFT = 2;

  private long[] meanNanos = new long[16];
  private long[] deviationNanos = new long[16];

  /** An answer came after so long. */
  void record(int member, long nanos) {
    if (member >= meanNanos.length) {
      int length = Math.max(member + 1, meanNanos.length * 2);
      meanNanos = Arrays.copyOf(meanNanos, length);
      deviationNanos = Arrays.copyOf(deviationNanos, length);
    }
    if (meanNanos[member] == 0) {
      meanNanos[member] = nanos;
      deviationNanos[member] = nanos / 2;
      return;
    }
    long error = nanos - meanNanos[member];
    meanNanos[member] += error >> MEAN_SHIFT;
    deviationNanos[member] += (Math.abs(error) - deviationNanos[member]) >> DEVIATION_SHIFT;
  }

  /** The smoothed mean, 0 when nothing is known. */
  long meanNanos(int member) {
    return member < meanNanos.length ? meanNanos[member] : 0;
  }

  /** After how long an answer is late: mean and four deviations; 0 when nothing is known. */
  long lateNanos(int member) {
    return member < meanNanos.length ? meanNanos[member] + 4 * deviationNanos[member] : 0;
  }
}
