package io.atoll.consensus;

/**
 * Times and bounds of the topology log.
 *
 * @param resendMs after which a request that a voter has not answered is sent again; more than a
 *     round trip between the farthest DCs
 * @param backoffMs the longest wait of a proposer that was outbid for the first time; doubles each
 *     time
 * @param maxBackoffMs where the doubling ends
 * @param proposalTimeoutMs after which a proposal without a majority is given up
 * @param settleMs after which (and at most twice that) a voter sees to it itself that a value it
 *     accepted, and of which it has heard nothing since, is decided or overruled
 * @param fetchTimeoutMs after which another peer is asked for missing epochs
 * @param historyEpochs decided values that are kept for peers that lag; the newest always is
 * @param historyBytes the sum of their sizes that may be kept; the newest may exceed it
 * @param maxProposals proposals of this node that may wait at once
 */
public record TopologyLogSettings(
    long resendMs,
    long backoffMs,
    long maxBackoffMs,
    long proposalTimeoutMs,
    long settleMs,
    long fetchTimeoutMs,
    int historyEpochs,
    int historyBytes,
    int maxProposals) {
  /** The largest value in bytes: with its envelope it fits a peer frame twice. */
  public static final int MAX_VALUE_BYTES = 4 * 1024 * 1024 - 4096;

  /** The most decided values that may be kept or travel at once. */
  public static final int MAX_HISTORY_EPOCHS = 1024;

  public static final TopologyLogSettings DEFAULT =
      new TopologyLogSettings(1_000, 400, 6_400, 15_000, 20_000, 1_500, 16, 1024 * 1024, 64);

  public TopologyLogSettings {
    atLeastOne("resendMs", resendMs);
    atLeastOne("backoffMs", backoffMs);
    atLeastOne("proposalTimeoutMs", proposalTimeoutMs);
    atLeastOne("settleMs", settleMs);
    atLeastOne("fetchTimeoutMs", fetchTimeoutMs);
    atLeastOne("maxProposals", maxProposals);
    if (maxBackoffMs < backoffMs) {
      throw new IllegalArgumentException(
          "maxBackoffMs is " + maxBackoffMs + ": it must be at least backoffMs, " + backoffMs);
    }
    if (historyEpochs < 1 || historyEpochs > MAX_HISTORY_EPOCHS) {
      throw new IllegalArgumentException(
          "historyEpochs is " + historyEpochs + ": it must be 1 to " + MAX_HISTORY_EPOCHS);
    }
    if (historyBytes < 0 || historyBytes > MAX_VALUE_BYTES) {
      throw new IllegalArgumentException(
          "historyBytes is " + historyBytes + ": it must be 0 to " + MAX_VALUE_BYTES);
    }
  }

  private static void atLeastOne(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " is " + value + ": it must be at least 1");
    }
  }
}
