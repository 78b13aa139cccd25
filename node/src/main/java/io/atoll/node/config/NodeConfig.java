package io.atoll.node.config;

import io.atoll.platform.config.SettingText;
import io.atoll.ring.Member;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Everything that one node is told before it starts, checked: see {@link NodeConfigReader} for
 * where it comes from and {@link NodeConfigSettings} for names, defaults and bounds. Immutable.
 *
 * @param host where other nodes and clients reach this node
 * @param listen the address that its sockets are bound to
 * @param dataDirectory absolute
 * @param clusterSecret what authenticates gossip and peers, or null where there is none
 * @param initialMembers what epoch 1 is formed of, this node among them; their numbers are their
 *     places in this list
 * @param loops event loops; 0 means one per core
 * @param storageShards shards of a data directory that is created; one that exists keeps its own
 * @param partitions Q of a cluster that is formed
 * @param insecure whether it may listen beyond loopback without a secret
 * @param wanLatencyMs artificial one-way delay of what is sent to another DC, for trials on one
 *     machine; 0 for none
 * @param protocolVersion the highest version of the protocol between nodes that it speaks
 */
public record NodeConfig(
    String clusterName,
    String nodeId,
    String dc,
    String rack,
    int weight,
    String host,
    String listen,
    Ports ports,
    Path dataDirectory,
    Secret clusterSecret,
    List<Member> initialMembers,
    int loops,
    int storageShards,
    int partitions,
    Limits limits,
    boolean insecure,
    int wanLatencyMs,
    Timing timing,
    int protocolVersion) {

  public NodeConfig {
    initialMembers = List.copyOf(initialMembers);
  }

  /**
   * The four ports of a node, each 1 to 65535.
   *
   * @param gossip UDP
   * @param peer TCP, between nodes
   * @param http TCP, for the HTTP API
   * @param client TCP, for the client protocol
   */
  public record Ports(int gossip, int peer, int http, int client) {}

  /**
   * What a node refuses to exceed.
   *
   * @param memtableBytes memory for writes that are in no table yet, of all shards together
   * @param blockCacheBytes memory for blocks of tables, of all shards together
   * @param commitLogBytes the length of the commit log beyond which it is shortened
   * @param commitLogSegmentBytes the size at which a new segment is begun
   * @param requestsInFlight client requests at work at once; more are refused with 503
   * @param peerQueueBytes what may wait for one peer; more is refused
   */
  public record Limits(
      int maxKeyBytes,
      int maxValueBytes,
      long memtableBytes,
      long blockCacheBytes,
      long commitLogBytes,
      int commitLogSegmentBytes,
      int requestsInFlight,
      int peerQueueBytes) {}

  /** How patient failure detection is. */
  public enum Timing {
    /** For networks: LAN timing inside a DC, WAN timing between DCs. */
    NORMAL,
    /** For a cluster on one machine: everything at LAN timing. */
    LOCAL,
    /** For slow or crowded machines: WAN timing everywhere. */
    PATIENT;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The cluster secret; never shown by {@link #toString}. */
  public record Secret(String text) {
    private static final int MIN_CHARS = 16;

    /** Reads a secret, or throws {@link IllegalArgumentException} saying what would be right. */
    static Secret parse(String text) {
      SettingText.require(
          text.strip().length() >= MIN_CHARS,
          "must be at least %d characters (try: openssl rand -hex 32)".formatted(MIN_CHARS));
      return new Secret(text.strip());
    }

    /** Its UTF-8 bytes, a new array each time. */
    public byte[] bytes() {
      return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
      return "(hidden)";
    }
  }
}
