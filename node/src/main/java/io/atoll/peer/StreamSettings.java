package io.atoll.peer;

/**
 * The bounds of streams.
 *
 * @param windowBytes how much an asker takes without having consumed it: its memory for one stream
 * @param maxStreams how many streams one link carries in each direction
 * @param queueBytes a source is read only while less than this waits in the link to be written, so
 *     that calls never wait for more than that
 * @param idleMs a stream on which the other side owes something and stays silent for this long ends
 */
public record StreamSettings(int windowBytes, int maxStreams, int queueBytes, long idleMs) {
  /** The most that an asker may grant before it has consumed anything. */
  static final int MAX_WINDOW_BYTES = 16 * 1024 * 1024;

  /** Windows of 1 MiB, 16 streams a link, 128 KiB in its queue, a minute of silence. */
  public static final StreamSettings DEFAULT =
      new StreamSettings(1024 * 1024, 16, 128 * 1024, 60_000);

  public StreamSettings {
    require("windowBytes", windowBytes, 1, MAX_WINDOW_BYTES);
    require("maxStreams", maxStreams, 1, 1_024);
    require("queueBytes", queueBytes, 1, MAX_WINDOW_BYTES);
    require("idleMs", idleMs, 1, Integer.MAX_VALUE);
  }

  private static void require(String field, long value, long from, long to) {
    if (value < from || value > to) {
      throw new IllegalArgumentException(
          "%s is %d: must be %d to %d".formatted(field, value, from, to));
    }
  }
}
