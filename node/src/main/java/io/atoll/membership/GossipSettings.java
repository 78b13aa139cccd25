package io.atoll.membership;

/**
 * The timings and sizes of gossip. They belong to the cluster: nodes with different ones still
 * understand each other, but the slowest decides how soon a crash is known to all.
 *
 * @param tickMs how often {@link Gossip#tick} is to be called
 * @param lan timing towards nodes of the own DC
 * @param wan timing towards nodes of other DCs
 * @param gossipEveryMs how often updates are sent on, while there are any
 * @param gossipFanout to how many nodes each time
 * @param digestEveryMs how often the heartbeat rises and a digest goes to one node
 * @param remoteShare the chance that a randomly chosen node is of another DC, 0 to 1
 * @param helpers how many nodes are asked to probe for us when a probe gets no answer
 * @param confirmations how many further accusers bring a suspicion down to its shortest time
 * @param retransmitFactor λ: one update is sent λ·⌈log2(n+1)⌉ times by each node
 * @param reconnectsPerSecond how often the cluster as a whole probes one DOWN node
 * @param pauseMs a gap between ticks from which on this node holds itself to have slept
 */
public record GossipSettings(
    long tickMs,
    Timing lan,
    Timing wan,
    long gossipEveryMs,
    int gossipFanout,
    long digestEveryMs,
    double remoteShare,
    int helpers,
    int confirmations,
    int retransmitFactor,
    int reconnectsPerSecond,
    long pauseMs) {

  /**
   * How patient to be with a node.
   *
   * @param probeEveryMs between two probes (of different nodes)
   * @param retryMs between two pings of one probe; more than a usual round trip
   * @param timeoutMs from the first ping until the node is suspected
   * @param suspicionMinMs from suspicion to DOWN when enough accusers agree
   * @param suspicionMaxMs from suspicion to DOWN with a single accuser
   */
  public record Timing(
      long probeEveryMs, long retryMs, long timeoutMs, long suspicionMinMs, long suspicionMaxMs) {
    public Timing {
      atLeastOne("probeEveryMs", probeEveryMs);
      atLeastOne("retryMs", retryMs);
      if (timeoutMs < retryMs) {
        throw new IllegalArgumentException(
            "timeoutMs %d is less than retryMs %d: several retries should fit into it"
                .formatted(timeoutMs, retryMs));
      }
      atLeastOne("suspicionMinMs", suspicionMinMs);
      if (suspicionMaxMs < suspicionMinMs) {
        throw new IllegalArgumentException(
            "suspicionMaxMs %d is less than suspicionMinMs %d"
                .formatted(suspicionMaxMs, suspicionMinMs));
      }
    }
  }

  /** A crash is known in its DC within 10 s; one datagram in five may be lost. */
  public static final GossipSettings DEFAULT =
      new GossipSettings(
          100,
          new Timing(500, 200, 1_200, 3_000, 6_000),
          new Timing(1_000, 500, 3_000, 5_000, 15_000),
          200,
          3,
          1_000,
          1.0 / 3,
          3,
          3,
          2,
          20,
          1_000);

  public GossipSettings {
    atLeastOne("tickMs", tickMs);
    atLeastOne("gossipEveryMs", gossipEveryMs);
    atLeastOne("gossipFanout", gossipFanout);
    atLeastOne("digestEveryMs", digestEveryMs);
    if (!(remoteShare >= 0 && remoteShare <= 1)) {
      throw new IllegalArgumentException("remoteShare " + remoteShare + " is outside 0 to 1");
    }
    if (helpers < 0) {
      throw new IllegalArgumentException("helpers " + helpers + " is negative: 0 or more");
    }
    if (confirmations < 0 || confirmations >= Update.MAX_ACCUSERS) {
      throw new IllegalArgumentException(
          "confirmations %d is outside 0 to %d".formatted(confirmations, Update.MAX_ACCUSERS - 1));
    }
    atLeastOne("retransmitFactor", retransmitFactor);
    atLeastOne("reconnectsPerSecond", reconnectsPerSecond);
    if (pauseMs <= tickMs) {
      throw new IllegalArgumentException(
          "pauseMs %d is not more than tickMs %d".formatted(pauseMs, tickMs));
    }
  }

  private static void atLeastOne(String field, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(field + " " + value + " is less than 1");
    }
  }
}
