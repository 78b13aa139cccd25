package io.atoll.membership;

/**
 * How much this node trusts its own probes: 0 fully; each point makes its probes slower and more
 * patient by one part. The local health multiplier of Lifeguard (Dadgar, Phillips, Currey 2018,
 * section IV-A).
 */
final class LocalHealth {
  private static final int WORST = 4;

  private int score;

  int score() {
    return score;
  }

  /** A duration, stretched. */
  long stretch(long durationMs) {
    return durationMs * (1 + score);
  }

  /** A probe was answered. */
  void better() {
    score = Math.max(0, score - 1);
  }

  /** Something suggests that the fault is here: not even helpers answer, or others suspect us. */
  void worse() {
    score = Math.min(WORST, score + 1);
  }
}
