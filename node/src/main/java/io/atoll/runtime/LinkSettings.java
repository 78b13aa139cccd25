package io.atoll.runtime;

import io.atoll.env.PeerLinks;
import io.atoll.env.Require;
import io.atoll.resilience.Backoff;

/**
 * The bounds and timings of peer links, in groups; {@code with} makes a copy with another group.
 *
 * @param backoff the pauses between attempts to connect
 */
public record LinkSettings(Sizes sizes, Opening opening, Backoff backoff, Heartbeat heartbeat) {
  /** Frames of 8 MiB, queues of 16 MiB, pauses of 50 ms to 5 s, silence of 10 s. */
  public static final LinkSettings DEFAULT =
      new LinkSettings(
          new Sizes(PeerLinks.MAX_FRAME_BYTES, 16 * 1024 * 1024),
          new Opening(3_000, 5_000),
          new Backoff(50, 5_000),
          new Heartbeat(2_000, 10_000));

  public LinkSettings {
    Require.atLeast(1, "backoff.minMs", backoff.minMs());
    Require.that(
        backoff.maxMs() >= backoff.minMs(),
        "backoff.maxMs",
        backoff.maxMs(),
        "at least backoff.minMs, " + backoff.minMs());
  }

  /**
   * How much.
   *
   * @param maxFrameBytes the longest frame, at most {@link PeerLinks#MAX_FRAME_BYTES}
   * @param queueBytes how much may wait in one link to be written; at least one longest frame
   */
  public record Sizes(int maxFrameBytes, int queueBytes) {
    public Sizes {
      Require.between(1, PeerLinks.MAX_FRAME_BYTES, "sizes.maxFrameBytes", maxFrameBytes);
      int leastBytes = maxFrameBytes + FrameReader.HEADER_BYTES;
      Require.that(
          queueBytes >= leastBytes,
          "sizes.queueBytes",
          queueBytes,
          "at least one frame: " + leastBytes);
    }

    public Sizes withQueueBytes(int other) {
      return new Sizes(maxFrameBytes, other);
    }
  }

  /**
   * How long the opening of a link may take.
   *
   * @param connectMs the TCP connect
   * @param handshakeMs the handshake after it
   */
  public record Opening(int connectMs, int handshakeMs) {
    public Opening {
      Require.atLeast(1, "opening.connectMs", connectMs);
      Require.atLeast(1, "opening.handshakeMs", handshakeMs);
    }
  }

  /**
   * How a dead peer is noticed.
   *
   * @param everyMs a link that has nothing to say says so this often
   * @param silenceMs a link on which nothing came for so long is broken
   */
  public record Heartbeat(long everyMs, long silenceMs) {
    public Heartbeat {
      Require.atLeast(1, "heartbeat.everyMs", everyMs);
      Require.that(
          silenceMs >= 2 * everyMs,
          "heartbeat.silenceMs",
          silenceMs,
          "at least twice heartbeat.everyMs, " + 2 * everyMs);
    }
  }

  public LinkSettings with(Sizes other) {
    return new LinkSettings(other, opening, backoff, heartbeat);
  }
}
