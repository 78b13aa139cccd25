package io.atoll.peer;

import io.atoll.env.PeerLinks;

/**
 * How messages that are too long for one frame travel.
 *
 * @param wholeBytes a message up to this long is one frame: nothing is added to it
 * @param partBytes how much of a longer one is in each of its frames: what other frames of the link
 *     wait for at a time
 * @param queueBytes the next part leaves only while less than this waits in the link
 * @param idleMs a message of which no part came for this long is given up
 */
public record PartSettings(int wholeBytes, int partBytes, int queueBytes, long idleMs) {
  /** Whole up to 2 MiB, parts of 128 KiB, 256 KiB in the queue of a link, half a minute. */
  public static final PartSettings DEFAULT =
      new PartSettings(2 << 20, 128 << 10, 256 << 10, 30_000);

  /** What stands before the bytes of a part. */
  private static final int MAX_HEAD_BYTES = 16;

  public PartSettings {
    require("wholeBytes", wholeBytes, 1, PeerLinks.MAX_FRAME_BYTES);
    // No message has one part only.
    int mostOfPart = Math.min(wholeBytes, PeerLinks.MAX_FRAME_BYTES - MAX_HEAD_BYTES);
    require("partBytes", partBytes, 1, mostOfPart);
    require("queueBytes", queueBytes, 1, Integer.MAX_VALUE);
    require("idleMs", idleMs, 1, Integer.MAX_VALUE);
  }

  private static void require(String field, long value, long from, long to) {
    if (value < from || value > to) {
      throw new IllegalArgumentException(
          "%s is %d: must be %d to %d".formatted(field, value, from, to));
    }
  }
}
