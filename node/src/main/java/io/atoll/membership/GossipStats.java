package io.atoll.membership;

/** What a node's gossip has done since its start, and how it is now. Immutable. */
public final class GossipStats {
  /** One counter. */
  public enum Counter {
    SENT("Datagrams sent"),
    SENT_BYTES("Bytes of datagrams sent"),
    /** Those that were dropped included. */
    RECEIVED("Datagrams received"),
    RECEIVED_BYTES("Bytes of datagrams received"),
    /** Another secret, another cluster, or damage. */
    FORGED("Datagrams dropped: the seal does not match"),
    /** Or older than what the window or the generation allows. */
    REPLAYED("Datagrams dropped: seen before"),
    MALFORMED("Datagrams dropped: unreadable"),
    OTHER_VERSION("Datagrams dropped: of a protocol version that this node does not speak"),
    UNKNOWN_SENDER("Datagrams dropped: not from a member"),
    MISDIRECTED("Datagrams dropped: for another node"),
    /** By its own probes or by gossip. */
    SUSPICIONS("Nodes that came under suspicion"),
    REFUTATIONS("Claims against itself that this node refuted"),
    CONDEMNED("Nodes declared down when a suspicion ran out"),
    FAILED_PROBES("Probes without any answer"),
    PAUSES("Times this node found that it had slept");

    private final String description;

    Counter(String description) {
      this.description = description;
    }

    public String description() {
      return description;
    }
  }

  /** The counters of one node, on its loop. */
  static final class Tally {
    private final long[] counts = new long[Counter.values().length];

    void count(Counter counter) {
      counts[counter.ordinal()]++;
    }

    void add(Counter counter, long amount) {
      counts[counter.ordinal()] += amount;
    }

    long value(Counter counter) {
      return counts[counter.ordinal()];
    }

    GossipStats snapshot(int commonVersion, int health) {
      return new GossipStats(counts.clone(), commonVersion, health);
    }
  }

  private final long[] counts;
  private final int commonVersion;
  private final int health;

  private GossipStats(long[] counts, int commonVersion, int health) {
    this.counts = counts;
    this.commonVersion = commonVersion;
    this.health = health;
  }

  public long value(Counter counter) {
    return counts[counter.ordinal()];
  }

  /**
   * The highest protocol version that every member is known to speak; 0 while it is not known of
   * all.
   */
  public int commonVersion() {
    return commonVersion;
  }

  /** 0 when this node trusts its own probes, higher the less it does. */
  public int health() {
    return health;
  }
}
