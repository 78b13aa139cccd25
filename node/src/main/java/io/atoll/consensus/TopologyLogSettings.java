package io.atoll.consensus;

import io.atoll.env.Require;

/**
 * Times and bounds of the topology log, in groups.
 *
 * @param settleMs after which (and at most twice that) a voter sees to it itself that a value it
 *     accepted, and of which it has heard nothing since, is decided or overruled
 * @param fetchTimeoutMs after which another peer is asked for missing epochs; about a round trip
 *     between the farthest DCs. Doubles up to three times while nobody helps
 */
public record TopologyLogSettings(
    Rounds rounds, Proposals proposals, long settleMs, long fetchTimeoutMs, Kept kept) {
  /** The largest value in bytes: with its envelope it fits a peer frame twice. */
  public static final int MAX_VALUE_BYTES = 4 * 1024 * 1024 - 4096;

  /** The most decided values that may be kept or travel at once. */
  public static final int MAX_HISTORY_EPOCHS = 1024;

  public static final TopologyLogSettings DEFAULT =
      new TopologyLogSettings(
          new Rounds(1_000, 400, 6_400),
          new Proposals(15_000, 64),
          20_000,
          300,
          new Kept(16, 1024 * 1024));

  public TopologyLogSettings {
    Require.atLeast(1, "settleMs", settleMs);
    Require.atLeast(1, "fetchTimeoutMs", fetchTimeoutMs);
  }

  /**
   * The rounds of a proposer.
   *
   * @param resendMs after which a request that a voter has not answered is sent again; more than a
   *     round trip between the farthest DCs
   * @param backoffMs the longest wait of a proposer that was outbid for the first time; doubles
   *     each time
   * @param maxBackoffMs where the doubling ends
   */
  public record Rounds(long resendMs, long backoffMs, long maxBackoffMs) {
    public Rounds {
      Require.atLeast(1, "rounds.resendMs", resendMs);
      Require.atLeast(1, "rounds.backoffMs", backoffMs);
      Require.that(
          maxBackoffMs >= backoffMs,
          "rounds.maxBackoffMs",
          maxBackoffMs,
          "at least rounds.backoffMs, " + backoffMs);
    }
  }

  /**
   * The proposals of this node.
   *
   * @param timeoutMs after which one without a majority is given up
   * @param maxWaiting how many may wait at once
   */
  public record Proposals(long timeoutMs, int maxWaiting) {
    public Proposals {
      Require.atLeast(1, "proposals.timeoutMs", timeoutMs);
      Require.atLeast(1, "proposals.maxWaiting", maxWaiting);
    }
  }

  /**
   * The decided values that are kept for peers that are behind; the newest always is.
   *
   * @param epochs how many
   * @param bytes the sum of their sizes that may be kept; the newest may exceed it
   */
  public record Kept(int epochs, int bytes) {
    public Kept {
      Require.between(1, MAX_HISTORY_EPOCHS, "kept.epochs", epochs);
      Require.between(0, MAX_VALUE_BYTES, "kept.bytes", bytes);
    }
  }
}
