package io.atoll.causal;

/**
 * Hybrid logical time: milliseconds since 1970 in the upper 48 bits, a counter in the lower 16, so
 * that timestamps follow wall time and still always rise (Kulkarni, Demirbas et al., "Logical
 * Physical Clocks", 2014). For one thread; every owner has its own, equal timestamps of two owners
 * are told apart by their dots.
 *
 * <p>A timestamp of somebody else is believed only up to {@value #MAX_AHEAD_MS} ms ahead of the own
 * wall clock. One node with a clock in the next century would otherwise drag everybody there, and
 * no wall clock would count again: what is absurd is refused, and the owner is told, so that it can
 * count it. A key that holds a version from such a clock is not stuck behind it: where the last
 * writer wins, a replica gives a write a timestamp {@link #after} what it holds, without moving
 * this clock.
 *
 * <p>Between two timestamps that follow each other lie {@value #BETWEEN} that no clock gives. They
 * are for writes that are made again, just {@link #above} what they lost to: so that they do not
 * come to the same time as a write whose replica knew that, which may have seen and overwritten
 * what they were at first.
 *
 * <p>When the own wall clock goes back, time goes on in steps of the counter until the wall has
 * caught up; but not when it has gone back by more than {@value #MAX_BACK_MS} ms. A clock that was
 * a year ahead and was set right gives the right time again, and not until next year the wrong one.
 */
public final class HybridClock {
  /** How far ahead of the own wall clock a timestamp of somebody else may be. */
  public static final long MAX_AHEAD_MS = 60_000;

  /**
   * How far the own wall clock may go back before time follows it. More than others may be ahead:
   * what was believed of them is not forgotten for a wall clock that is corrected by a little.
   */
  static final long MAX_BACK_MS = 2 * MAX_AHEAD_MS;

  /** The year 4199: beyond it a wall clock is broken, and timestamps would run out of bits. */
  private static final long MAX_WALL_MS = 1L << 46;

  private static final int COUNTER_BITS = 16;

  private static final long BETWEEN = 15;

  /** The highest timestamp that any wall clock gives; about as many lie above it. */
  static final long MAX_WALL_TIMESTAMP = (MAX_WALL_MS + 1 << COUNTER_BITS) - 1;

  private static final long UNKNOWN = -1;

  private long last;
  private long latestWallMs = UNKNOWN;

  /**
   * The next timestamp, higher than every one given or believed, unless the wall clock has gone
   * back by more than {@value #MAX_BACK_MS} ms.
   */
  public long next(long wallMs) {
    noteWall(wallMs);
    long wall = latestWallMs << COUNTER_BITS;
    boolean wentBack = wallMs(last) > latestWallMs + MAX_BACK_MS;
    last = wentBack ? wall : Math.max(wall, after(last));
    return last;
  }

  /** The least timestamp of a clock above another; the highest possible one has none above it. */
  public static long after(long timestamp) {
    return above(timestamp | BETWEEN);
  }

  /** The least timestamp above another, below all that clocks give after it: see the class. */
  public static long above(long timestamp) {
    return timestamp == Long.MAX_VALUE ? Long.MAX_VALUE : timestamp + 1;
  }

  /**
   * Takes note of a timestamp of somebody else: the next one given will be higher.
   *
   * @return false when it is absurdly far ahead of the wall clock and was not believed
   */
  public boolean observe(long timestamp, long wallMs) {
    noteWall(wallMs);
    return observe(timestamp);
  }

  /**
   * The same, measured against the wall time that was given last; false while none was ever given,
   * unless the timestamp changes nothing.
   */
  public boolean observe(long timestamp) {
    if (timestamp <= last) {
      return true;
    }
    boolean believed = latestWallMs != UNKNOWN && wallMs(timestamp) <= latestWallMs + MAX_AHEAD_MS;
    if (believed) {
      last = timestamp;
    }
    return believed;
  }

  /** The milliseconds since 1970 in a timestamp. */
  public static long wallMs(long timestamp) {
    return timestamp >>> COUNTER_BITS;
  }

  private void noteWall(long wallMs) {
    latestWallMs = Math.clamp(wallMs, 0, MAX_WALL_MS);
  }
}
