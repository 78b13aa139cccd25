package io.atoll.runtime;

import io.atoll.env.PeerLinks;

/**
 * The bounds and timings of peer links.
 *
 * @param maxFrameBytes the longest frame, at most {@link PeerLinks#MAX_FRAME_BYTES}
 * @param queueBytes how much may wait in one link to be written; at least one longest frame
 * @param connectTimeoutMs how long a TCP connect may take
 * @param handshakeTimeoutMs how long the handshake may take after it
 * @param backoffMinMs the pause after the first failure; it doubles with every further one
 * @param backoffMaxMs the longest pause
 * @param heartbeatMs a link that has nothing to say says so this often
 * @param silenceMs a link on which nothing came for so long is broken
 */
public record LinkSettings(
    int maxFrameBytes,
    int queueBytes,
    int connectTimeoutMs,
    int handshakeTimeoutMs,
    long backoffMinMs,
    long backoffMaxMs,
    long heartbeatMs,
    long silenceMs) {
  /** Frames of 8 MiB, queues of 16 MiB, pauses of 50 ms to 5 s, silence of 10 s. */
  public static final LinkSettings DEFAULT =
      new LinkSettings(
          PeerLinks.MAX_FRAME_BYTES, 16 * 1024 * 1024, 3_000, 5_000, 50, 5_000, 2_000, 10_000);

  public LinkSettings {
    require(
        maxFrameBytes >= 1 && maxFrameBytes <= PeerLinks.MAX_FRAME_BYTES,
        "maxFrameBytes",
        maxFrameBytes,
        "1 to " + PeerLinks.MAX_FRAME_BYTES);
    require(
        queueBytes >= maxFrameBytes + FrameReader.HEADER_BYTES,
        "queueBytes",
        queueBytes,
        "at least one frame: " + (maxFrameBytes + FrameReader.HEADER_BYTES));
    require(connectTimeoutMs >= 1, "connectTimeoutMs", connectTimeoutMs, "at least 1");
    require(handshakeTimeoutMs >= 1, "handshakeTimeoutMs", handshakeTimeoutMs, "at least 1");
    require(backoffMinMs >= 1, "backoffMinMs", backoffMinMs, "at least 1");
    require(
        backoffMaxMs >= backoffMinMs,
        "backoffMaxMs",
        backoffMaxMs,
        "at least backoffMinMs, " + backoffMinMs);
    require(heartbeatMs >= 1, "heartbeatMs", heartbeatMs, "at least 1");
    require(
        silenceMs >= 2 * heartbeatMs,
        "silenceMs",
        silenceMs,
        "at least twice heartbeatMs, " + 2 * heartbeatMs);
  }

  private static void require(boolean holds, String field, long value, String right) {
    if (!holds) {
      throw new IllegalArgumentException("%s is %d: it must be %s".formatted(field, value, right));
    }
  }
}
