package io.atoll.hints;

/**
 * How much may be on its way to a target at the same time, which the target itself decides by how
 * long what came last waited there for its disk: additive increase, multiplicative decrease, as in
 * TCP (Jacobson, 1988), but by delay, because nothing is lost here.
 */
public final class Pace {
  static final int MIN_BYTES = 8 << 10;
  static final int MAX_BYTES = 512 << 10;
  private static final int STEP_BYTES = 32 << 10;
  private static final long QUICK_MICROS = 20_000;
  private static final long SLOW_MICROS = 50_000;

  private int windowBytes = STEP_BYTES;

  /** How many bytes may be on their way. */
  public int windowBytes() {
    return windowBytes;
  }

  /**
   * Something was taken.
   *
   * @param waitedMicros how long that took the target, from its arrival until it was on disk
   * @return for how many milliseconds nothing more is to be sent: where even the least is too much
   */
  public long taken(long waitedMicros) {
    if (waitedMicros < QUICK_MICROS) {
      windowBytes = Math.min(MAX_BYTES, windowBytes + STEP_BYTES);
    } else if (waitedMicros > SLOW_MICROS) {
      boolean least = windowBytes == MIN_BYTES;
      slowDown();
      return least ? waitedMicros / 1_000 : 0;
    }
    return 0;
  }

  /** Something was refused, or lost. */
  public void slowDown() {
    windowBytes = Math.max(MIN_BYTES, windowBytes / 2);
  }
}
