package io.atoll.membership;

/**
 * What a node reports of itself with every heartbeat.
 *
 * @param epoch the newest topology that it knows
 * @param keys keys held
 * @param bytes bytes held
 * @param refusesWrites whether its storage takes no writes
 */
public record SelfReport(long epoch, long keys, long bytes, boolean refusesWrites) {
  /** The largest value of any field: what the wire can carry. */
  public static final long MAX = DatagramWriter.MAX_NUMBER;

  /** Nothing known, nothing held. */
  public static final SelfReport NONE = new SelfReport(0, 0, 0, false);

  public SelfReport {
    require("epoch", epoch);
    require("keys", keys);
    require("bytes", bytes);
  }

  private static void require(String field, long value) {
    if (value < 0 || value > MAX) {
      throw new IllegalArgumentException(field + " " + value + " is outside 0 to " + MAX);
    }
  }
}
