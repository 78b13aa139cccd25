package io.atoll.storage.shard;

/**
 * How much later than it could be a write is answered, so that writers slow down in proportion to
 * what they pile up, long before they are refused: memory that waits to be flushed, and tables that
 * wait to be compacted. A pure function of the two.
 */
final class WriteThrottle {
  /** The longest delay. */
  static final int MAX_DELAY_MS = 64;

  private WriteThrottle() {}

  /**
   * The delay for a pressure, in milliseconds.
   *
   * @param memory memory in use, as a share of the limit at which writes are refused
   * @param depth tables that a read may meet, as a share of what is tolerated
   */
  static int delayMs(double memory, double depth) {
    double pressure = Math.max((memory - 0.75) / 0.25, (depth - 0.75) / 0.75);
    if (pressure <= 0) {
      return 0;
    }
    return (int) Math.ceil(Math.min(1, pressure * pressure) * MAX_DELAY_MS);
  }
}
