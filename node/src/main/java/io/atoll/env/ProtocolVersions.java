package io.atoll.env;

/**
 * The versions of the protocol between nodes that a node speaks: all from the lowest to the
 * highest. One number stands for all bytes that nodes send each other, over links and in datagrams.
 * Two nodes speak the highest version that both know, so that the nodes of a cluster can be
 * replaced one by one.
 *
 * <p>Version 2 added what {@code peer/FORMAT.md} and {@code membership/FORMAT.md} mark with it;
 * version 3 added messages in parts, which are in {@code peer/FORMAT.md}, and what {@code
 * replication/FORMAT.md} marks with it.
 *
 * @param lowest 1 to 255
 * @param highest not less than the lowest, up to 255
 */
public record ProtocolVersions(int lowest, int highest) {
  /** Every version is one byte on the wire. */
  public static final int MAX = 255;

  /** All that this release speaks. */
  public static final ProtocolVersions SPOKEN = new ProtocolVersions(1, 3);

  public ProtocolVersions {
    if (!valid(lowest, highest)) {
      throw new IllegalArgumentException(
          "protocol versions %d to %d: must be 1 to %d, the lower first"
              .formatted(lowest, highest, MAX));
    }
  }

  /** Whether these are bounds of a range. */
  public static boolean valid(int lowest, int highest) {
    return lowest >= 1 && highest >= lowest && highest <= MAX;
  }

  /**
   * Those of this release up to a version, which an operator names while nodes that speak no later
   * one are still about.
   *
   * @param highest within {@link #SPOKEN}
   */
  public static ProtocolVersions upTo(int highest) {
    return new ProtocolVersions(SPOKEN.lowest, highest);
  }

  public boolean contains(int version) {
    return version >= lowest && version <= highest;
  }

  /** The highest version in both ranges, or 0 when there is none. */
  public int highestCommon(ProtocolVersions other) {
    int common = Math.min(highest, other.highest);
    return common >= Math.max(lowest, other.lowest) ? common : 0;
  }

  /** In words, such as {@code 1 to 3}. */
  @Override
  public String toString() {
    return lowest == highest ? String.valueOf(lowest) : lowest + " to " + highest;
  }
}
