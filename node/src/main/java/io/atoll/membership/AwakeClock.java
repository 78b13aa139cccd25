package io.atoll.membership;

/**
 * Time as this node has lived it. A gap between ticks counts for a few ticks only: all deadlines
 * that ran while the process was stopped have not run, so nobody is declared DOWN for answers that
 * came while nobody listened. For a loop that is merely overloaded time passes more slowly, so it
 * is patient in proportion.
 */
final class AwakeClock {
  private static final int LONGEST_STEP_TICKS = 3;

  private final long longestStepMs;
  private final long pauseMs;
  private boolean started;
  private long lastMs;
  private long awakeMs;

  AwakeClock(GossipSettings settings) {
    longestStepMs = LONGEST_STEP_TICKS * settings.ticks().everyMs();
    pauseMs = settings.ticks().pauseMs();
  }

  /** Milliseconds lived since the first tick. */
  long now() {
    return awakeMs;
  }

  /**
   * A tick came.
   *
   * @return whether the node slept before it
   */
  boolean advance(long nowMs) {
    if (!started) {
      started = true;
      lastMs = nowMs;
      return false;
    }
    long gapMs = Math.max(0, nowMs - lastMs);
    lastMs = nowMs;
    awakeMs += Math.min(gapMs, longestStepMs);
    return gapMs >= pauseMs;
  }
}
