package io.atoll.replication;

import io.atoll.resilience.DecayingMean;
import io.atoll.resilience.DecayingMean.Fade;
import java.util.Arrays;

/**
 * How long each member usually takes to answer: a smoothed mean and deviation of its reads, after
 * Jacobson, "Congestion Avoidance and Control" (1988). Owned by one loop.
 */
final class Latencies {
  private static final double MEAN_WEIGHT = 1.0 / 8;
  private static final double DEVIATION_WEIGHT = 1.0 / 4;

  private Estimate[] members = new Estimate[16];

  /** What is usual for one member. */
  private static final class Estimate {
    private final DecayingMean mean = new DecayingMean(MEAN_WEIGHT, Fade.NEVER);
    private final DecayingMean deviation = new DecayingMean(DEVIATION_WEIGHT, Fade.NEVER);

    void record(long nanos) {
      deviation.add(mean.isKnown() ? Math.abs(nanos - mean.value()) : nanos / 2.0, 0);
      mean.add(nanos, 0);
    }
  }

  /** An answer came after so long. */
  void record(int member, long nanos) {
    if (member >= members.length) {
      members = Arrays.copyOf(members, Math.max(member + 1, members.length * 2));
    }
    if (members[member] == null) {
      members[member] = new Estimate();
    }
    members[member].record(nanos);
  }

  /** The smoothed mean, 0 when nothing is known. */
  long meanNanos(int member) {
    Estimate known = of(member);
    return known == null ? 0 : (long) known.mean.value();
  }

  /** After how long an answer is late: mean and four deviations; 0 when nothing is known. */
  long lateNanos(int member) {
    Estimate known = of(member);
    return known == null ? 0 : (long) (known.mean.value() + 4 * known.deviation.value());
  }

  private Estimate of(int member) {
    return member < members.length ? members[member] : null;
  }
}
