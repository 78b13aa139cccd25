package io.atoll.hints;

import io.atoll.env.Require;

/**
 * What a node keeps for replicas that lack writes.
 *
 * @param on whether it keeps anything; off only where it is to be seen what becomes of replicas
 *     without it
 * @param maxCount the most hints that it holds, for all targets together
 * @param maxBytes the most bytes that they take, keys included
 */
public record HintSettings(boolean on, long maxCount, long maxBytes) {
  /** A million hints, and 256 MiB. */
  public static final HintSettings DEFAULT = new HintSettings(true, 1_000_000, 256L << 20);

  /** Nothing is kept. */
  public static final HintSettings OFF = new HintSettings(false, 0, 0);

  public HintSettings {
    Require.atLeast(0, "hints.maxCount", maxCount);
    Require.atLeast(0, "hints.maxBytes", maxBytes);
  }

  /** The same with other bounds. */
  public HintSettings withMost(long count, long bytes) {
    return new HintSettings(on, count, bytes);
  }
}
