package io.atoll.membership;

import io.atoll.env.Require;

/**
 * The timings and sizes of gossip. They should be the same in the whole cluster: nodes with
 * different ones still understand each other, but the slowest decides how soon a crash is known to
 * all.
 *
 * @param lan timing towards nodes of this node's DC
 * @param wan timing towards nodes of other DCs
 */
public record GossipSettings(
    Ticks ticks, Timing lan, Timing wan, Updates updates, Probing probing) {
  /** A crash is known in its DC within 10 s; one datagram in five may be lost. */
  public static final GossipSettings DEFAULT =
      new GossipSettings(
          new Ticks(100, 1_000),
          new Timing(500, 200, 1_200, 3_000, 6_000),
          new Timing(1_000, 500, 3_000, 5_000, 15_000),
          new Updates(200, 3, 1_000, 1.0 / 3, 2),
          new Probing(3, 3, 20));

  /**
   * How time passes.
   *
   * @param everyMs how often {@link Gossip#tick} is to be called
   * @param pauseMs a gap between ticks from which on this node holds itself to have slept
   */
  public record Ticks(long everyMs, long pauseMs) {
    public Ticks {
      Require.atLeast(1, "ticks.everyMs", everyMs);
      Require.that(
          pauseMs > everyMs, "ticks.pauseMs", pauseMs, "more than ticks.everyMs, " + everyMs);
    }
  }

  /**
   * How patient to be with a node.
   *
   * @param probeEveryMs between two probes (of different nodes)
   * @param retryMs between two pings of one probe; more than a usual round trip
   * @param timeoutMs from the first ping until the node is suspected; several retries fit into it
   * @param suspicionMinMs from suspicion to DOWN when enough accusers agree
   * @param suspicionMaxMs from suspicion to DOWN with a single accuser
   */
  public record Timing(
      long probeEveryMs, long retryMs, long timeoutMs, long suspicionMinMs, long suspicionMaxMs) {
    public Timing {
      Require.atLeast(1, "probeEveryMs", probeEveryMs);
      Require.atLeast(1, "retryMs", retryMs);
      Require.that(timeoutMs >= retryMs, "timeoutMs", timeoutMs, "at least retryMs, " + retryMs);
      Require.atLeast(1, "suspicionMinMs", suspicionMinMs);
      Require.that(
          suspicionMaxMs >= suspicionMinMs,
          "suspicionMaxMs",
          suspicionMaxMs,
          "at least suspicionMinMs, " + suspicionMinMs);
    }
  }

  /**
   * How updates go round.
   *
   * @param everyMs how often updates are sent on, while there are any
   * @param fanout to how many nodes each time
   * @param digestEveryMs how often the heartbeat rises and a digest goes to one node
   * @param remoteShare the chance that a randomly chosen node is of another DC, 0 to 1
   * @param retransmitFactor λ: one update is sent λ·⌈log2(n+1)⌉ times by each node
   */
  public record Updates(
      long everyMs, int fanout, long digestEveryMs, double remoteShare, int retransmitFactor) {
    public Updates {
      Require.atLeast(1, "updates.everyMs", everyMs);
      Require.atLeast(1, "updates.fanout", fanout);
      Require.atLeast(1, "updates.digestEveryMs", digestEveryMs);
      Require.that(
          remoteShare >= 0 && remoteShare <= 1, "updates.remoteShare", remoteShare, "0 to 1");
      Require.atLeast(1, "updates.retransmitFactor", retransmitFactor);
    }
  }

  /**
   * Who else is asked of a node that does not answer.
   *
   * @param helpers how many nodes are asked to probe for us when a probe gets no answer
   * @param confirmations how many further accusers bring a suspicion down to its shortest time
   * @param reconnectsPerSecond how often the cluster as a whole probes one DOWN node
   */
  public record Probing(int helpers, int confirmations, int reconnectsPerSecond) {
    public Probing {
      Require.atLeast(0, "probing.helpers", helpers);
      Require.between(0, Update.MAX_ACCUSERS - 1, "probing.confirmations", confirmations);
      Require.atLeast(1, "probing.reconnectsPerSecond", reconnectsPerSecond);
    }
  }

  /** The same with other timings. */
  public GossipSettings with(Timing newLan, Timing newWan) {
    return new GossipSettings(ticks, newLan, newWan, updates, probing);
  }
}
