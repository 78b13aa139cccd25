package io.atoll.hints;

/** How many there are in a second, lately: the seconds count less the longer ago they were. */
public final class Rate {
  private static final double WEIGHT_OF_NEWEST = 0.3;

  private long countedSinceMs = Long.MIN_VALUE;
  private long counted;
  private double perSecond;

  /** So many more. */
  public void add(long more) {
    counted += more;
  }

  /** Time has passed. */
  public void tick(long nowMs) {
    if (countedSinceMs == Long.MIN_VALUE) {
      countedSinceMs = nowMs;
    }
    long passedMs = nowMs - countedSinceMs;
    if (passedMs >= 1_000) {
      double newest = counted * 1e3 / passedMs;
      perSecond = perSecond == 0 ? newest : perSecond + WEIGHT_OF_NEWEST * (newest - perSecond);
      counted = 0;
      countedSinceMs = nowMs;
    }
  }

  public double perSecond() {
    return perSecond;
  }
}
