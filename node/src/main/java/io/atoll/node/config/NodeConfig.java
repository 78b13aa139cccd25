package io.atoll.node.config;

import io.atoll.hints.HintSettings;
import io.atoll.platform.config.SettingText;
import io.atoll.repair.RepairSettings;
import io.atoll.ring.Member;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Everything that one node is told before it starts, checked: see {@link NodeConfigReader} for
 * where it comes from and {@link NodeConfigSettings} for names, defaults and bounds. Immutable.
 *
 * @param self its entry among the initial members: who it is, and where it is reached
 */
public record NodeConfig(
    Cluster cluster, Member self, Network network, Machine machine, Limits limits) {
  /**
   * The cluster that it belongs to.
   *
   * @param secret what authenticates gossip and peers, or null where there is none
   * @param initialMembers what epoch 1 is formed of, this node among them; their numbers are their
   *     places in this list
   * @param partitions Q of a cluster that is formed
   */
  public record Cluster(String name, Secret secret, List<Member> initialMembers, int partitions) {
    public Cluster {
      initialMembers = List.copyOf(initialMembers);
    }
  }

  /**
   * How it talks to others.
   *
   * @param listen the address that its sockets are bound to
   * @param timing how patient failure detection is
   * @param wanLatencyMs artificial one-way delay of what is sent to another DC, for trials on one
   *     machine; 0 for none
   * @param protocolVersion the highest version of the protocol between nodes that it speaks
   */
  public record Network(String listen, Timing timing, int wanLatencyMs, int protocolVersion) {}

  /**
   * What it uses of its machine.
   *
   * @param dataDirectory absolute
   * @param loops event loops; 0 means one per core
   * @param storageShards shards of a data directory that is created; one that exists keeps its own
   * @param loopPatienceMs the process ends when an event loop does not turn for so long; 0 for
   *     never
   * @param openFiles file descriptors; 0 means all that the process may open
   */
  public record Machine(
      Path dataDirectory, int loops, int storageShards, int loopPatienceMs, int openFiles) {}

  /**
   * What it refuses to exceed.
   *
   * @param peerQueueBytes what may wait for one peer; more is refused
   * @param clockOffsetMs how far its clock may be from most others for it to give writes their time
   *     where the last writer wins
   */
  public record Limits(
      RequestLimits requests,
      StorageLimits storage,
      HintSettings hints,
      RepairSettings repair,
      int peerQueueBytes,
      int clockOffsetMs) {}

  /**
   * Of requests of clients.
   *
   * @param maxKeyBytes longest key
   * @param maxValueBytes largest value
   * @param inFlight at work at once; more are refused with 503
   * @param memoryBytes what they may hold together; what needs more is refused with 503
   */
  public record RequestLimits(int maxKeyBytes, int maxValueBytes, int inFlight, long memoryBytes) {}

  /**
   * Of storage, of all shards together.
   *
   * @param memtableBytes memory for writes that are in no table yet
   * @param blockCacheBytes memory for blocks of tables
   * @param logBytes the length of the commit log beyond which it is shortened
   * @param logSegmentBytes the size at which a new segment of it is begun
   */
  public record StorageLimits(
      long memtableBytes, long blockCacheBytes, long logBytes, int logSegmentBytes) {}

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
