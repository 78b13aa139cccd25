package io.atoll.causal;

/**
 * Hybrid logical time: milliseconds since 1970 in the upper 48 bits, a counter in the lower 16, so
 * that timestamps follow wall time and still always rise (Kulkarni, Demirbas et al., "Logical
 * Physical Clocks", 2014).
 */
public final class HybridClock {
  private long last;

  /** The next timestamp, higher than every one given or observed. */
  public long next(long wallMs) {
    last = Math.max(wallMs << 16, last + 1);
    return last;
  }

  /** Takes note of a timestamp of somebody else. */
  public void observe(long timestamp) {
    last = Math.max(last, timestamp);
  }
}
