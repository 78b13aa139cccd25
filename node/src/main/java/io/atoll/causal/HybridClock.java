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
 * count it. The price is that a version from such a clock wins over later blind writes until it is
 * overwritten by somebody who has read it ({@link Siblings#put} then goes beyond its timestamp
 * without moving this clock). When the own wall clock goes back, time goes on in steps of the
 * counter until the wall has caught up.
 */
public final class HybridClock {
  /** How far ahead of the own wall clock a timestamp of somebody else may be. */
  public static final long MAX_AHEAD_MS = 60_000;

  /** The year 4199: beyond it a wall clock is broken, and timestamps would run out of bits. */
  private static final long MAX_WALL_MS = 1L << 46;

  private static final int COUNTER_BITS = 16;

  /** The highest timestamp that any wall clock gives; about as many lie above it. */
  static final long MAX_WALL_TIMESTAMP = (MAX_WALL_MS + 1 << COUNTER_BITS) - 1;

  private static final long UNKNOWN = -1;

  private long last;
  private long latestWallMs = UNKNOWN;

  /** The next timestamp, higher than every one given or believed. */
  public long next(long wallMs) {
    noteWall(wallMs);
    last = Math.max(latestWallMs << COUNTER_BITS, last + 1);
    return last;
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
