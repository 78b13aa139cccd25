package io.atoll.node.config;

import io.atoll.env.ProtocolVersions;
import io.atoll.node.config.NodeConfig.Secret;
import io.atoll.node.config.NodeConfig.Timing;
import io.atoll.platform.config.Setting;
import io.atoll.platform.config.SettingText;
import java.util.List;
import java.util.function.Function;

/** Every setting of a node: the one place for names, defaults and bounds. */
public final class NodeConfigSettings {
  /** What the variables of a node begin with. */
  static final String VARIABLES = "ATOLL_";

  public static final Setting<String> CLUSTER_NAME =
      of("clusterName", "NAME", "the cluster it belongs to", "atoll", SettingText::name);
  public static final Setting<String> NODE_ID =
      of("nodeId", "ID", "its stable name, unique in the cluster", null, SettingText::name);
  public static final Setting<String> DC =
      of("dc", "NAME", "its datacenter; default: as in initialMembers", null, SettingText::name);
  public static final Setting<String> RACK =
      of("rack", "NAME", "its rack; default: as in initialMembers", null, SettingText::name);
  public static final Setting<Integer> WEIGHT =
      of(
          "weight",
          "N",
          "its share of the data relative to the others of its DC; default: as in initialMembers",
          null,
          SettingText.integer(1, 1_000));
  public static final Setting<String> HOST =
      of(
          "host",
          "HOST",
          "where others reach it; default: as in initialMembers",
          null,
          SettingText::host);
  public static final Setting<String> LISTEN =
      of("listen", "ADDRESS", "the address it binds to", "127.0.0.1", SettingText::host);
  public static final Setting<Integer> GOSSIP_PORT = port("gossip", "UDP, gossip");
  public static final Setting<Integer> PEER_PORT = port("peer", "TCP, between nodes");
  public static final Setting<Integer> HTTP_PORT = port("http", "TCP, HTTP");
  public static final Setting<Integer> CLIENT_PORT = port("client", "TCP, client protocol");
  public static final Setting<String> DATA_DIRECTORY =
      of("dataDirectory", "DIR", "where its data lives", null, SettingText::path);
  public static final Setting<Secret> CLUSTER_SECRET =
      new Setting<>(
          "clusterSecret",
          "TEXT",
          "the secret that all nodes of the cluster share",
          null,
          Secret::parse,
          true);
  public static final Setting<String> CLUSTER_SECRET_FILE =
      of("clusterSecretFile", "FILE", "a file with the cluster secret", null, SettingText::path);
  public static final Setting<String> INITIAL_MEMBERS =
      of(
          "initialMembers",
          "YAML",
          "the members that form the cluster, as a YAML list of {id, dc, rack, weight, host,"
              + " gossip, peer, http}",
          null,
          Function.identity());
  public static final Setting<Integer> LOOPS =
      of("loops", "N", "event loops; 0: one per core", "0", SettingText.integer(0, 256));
  public static final Setting<Integer> LOOP_PATIENCE_MS =
      of(
          "loopPatienceMs",
          "MS",
          "the process ends, to be started again, when an event loop does not turn for so long;"
              + " 0: never",
          "30000",
          SettingText.integer(0, 3_600_000));
  public static final Setting<Integer> STORAGE_SHARDS =
      of("storageShards", "N", "shards of a new data directory", "8", SettingText.integer(1, 256));
  public static final Setting<Integer> PARTITIONS =
      of("partitions", "Q", "arcs of a new cluster's ring", "4096", SettingText::powerOfTwo);
  public static final Setting<Long> MAX_KEY_BYTES =
      size("limits.maxKeyBytes", "longest key", "10KiB", 1, 32 << 10);
  public static final Setting<Long> MAX_VALUE_BYTES =
      size("limits.maxValueBytes", "largest value", "1MiB", 1, 4L << 20);
  public static final Setting<Long> MEMTABLE_BYTES =
      size(
          "limits.memtableBytes",
          "memory for writes that are in no table yet",
          "128MiB",
          1L << 20,
          1L << 40);
  public static final Setting<Long> BLOCK_CACHE_BYTES =
      size(
          "limits.blockCacheBytes",
          "memory for blocks of tables, off the Java heap",
          "256MiB",
          1L << 20,
          1L << 40);
  public static final Setting<Long> COMMIT_LOG_BYTES =
      size(
          "limits.commitLogBytes",
          "length of the commit log beyond which it is shortened",
          "1GiB",
          1L << 20,
          1L << 40);
  public static final Setting<Long> COMMIT_LOG_SEGMENT_BYTES =
      size(
          "limits.commitLogSegmentBytes",
          "size of a commit log segment",
          "64MiB",
          64L << 10,
          1L << 30);
  public static final Setting<Integer> HINT_COUNT =
      of(
          "limits.hints",
          "N",
          "hints that it keeps for replicas that lack writes; beyond it whole arcs are brought to"
              + " them",
          "1000000",
          SettingText.integer(0, Integer.MAX_VALUE));
  public static final Setting<Long> HINT_BYTES =
      size("limits.hintBytes", "what hints may take of the disk", "256MiB", 0, 1L << 40);
  public static final Setting<Boolean> REPAIR_ON =
      of(
          "repair.on",
          "true|false",
          "compare its replicas with those of others, all the time, and bring what differs",
          "true",
          SettingText::yesOrNo);
  public static final Setting<Integer> REPAIR_EVERY_MS =
      of(
          "repair.everyMs",
          "MS",
          "how often it compares itself with another node of its DC, about",
          "10000",
          SettingText.integer(100, 86_400_000));
  public static final Setting<Long> REPAIR_BYTES_PER_SECOND =
      size(
          "repair.bytesPerSecond",
          "what it sends and receives a second because replicas differ",
          "32MiB",
          1L << 10,
          1L << 40);
  public static final Setting<Integer> REQUESTS_IN_FLIGHT =
      of(
          "limits.requestsInFlight",
          "N",
          "client requests at work at once",
          "16384",
          SettingText.integer(1, 1 << 20));
  public static final Setting<Long> REQUEST_MEMORY_BYTES =
      size(
          "limits.requestMemoryBytes",
          "memory for what requests hold: unfinished ones, bodies, values that were read, answers"
              + " that were not taken; default: a quarter of the Java heap",
          null,
          8L << 20,
          1L << 40);
  public static final Setting<Long> PEER_QUEUE_BYTES =
      size("limits.peerQueueBytes", "what may wait for one peer", "64MiB", 1L << 20, 1L << 30);
  public static final Setting<Integer> OPEN_FILES =
      of(
          "limits.openFiles",
          "N",
          "file descriptors it may use, on which its bound on connections rests; 0: as many as the"
              + " process may open",
          "0",
          SettingText.integer(0, 1 << 20));
  public static final Setting<Integer> CLOCK_OFFSET_MS =
      of(
          "limits.clockOffsetMs",
          "MS",
          "how far its clock may be from most others; further off it gives no time to writes where"
              + " the last writer wins",
          "10000",
          SettingText.integer(100, 86_400_000));
  public static final Setting<Boolean> INSECURE =
      of(
          "insecure",
          "true|false",
          "listen beyond loopback without a secret",
          "false",
          SettingText::yesOrNo);
  public static final Setting<Integer> WAN_LATENCY_MS =
      of(
          "wanLatencyMs",
          "MS",
          "artificial one-way delay to other DCs, for trials",
          "0",
          SettingText.integer(0, 10_000));
  public static final Setting<Timing> TIMING =
      of(
          "timing",
          "PROFILE",
          "patience of failure detection: normal, local (one machine), patient",
          "normal",
          SettingText.oneOf(Timing.class));

  public static final Setting<Integer> PROTOCOL_VERSION =
      of(
          "protocolVersion",
          "N",
          "highest version of the protocol between nodes that it speaks; lower it while nodes of an"
              + " older release are still in the cluster",
          String.valueOf(ProtocolVersions.SPOKEN.highest()),
          SettingText.integer(ProtocolVersions.SPOKEN.lowest(), ProtocolVersions.SPOKEN.highest()));

  /** All of them, in the order in which help texts and files list them. */
  public static final List<Setting<?>> ALL =
      List.of(
          CLUSTER_NAME,
          NODE_ID,
          DC,
          RACK,
          WEIGHT,
          HOST,
          LISTEN,
          GOSSIP_PORT,
          PEER_PORT,
          HTTP_PORT,
          CLIENT_PORT,
          DATA_DIRECTORY,
          CLUSTER_SECRET,
          CLUSTER_SECRET_FILE,
          INITIAL_MEMBERS,
          LOOPS,
          LOOP_PATIENCE_MS,
          STORAGE_SHARDS,
          PARTITIONS,
          MAX_KEY_BYTES,
          MAX_VALUE_BYTES,
          MEMTABLE_BYTES,
          BLOCK_CACHE_BYTES,
          COMMIT_LOG_BYTES,
          COMMIT_LOG_SEGMENT_BYTES,
          HINT_COUNT,
          HINT_BYTES,
          REQUESTS_IN_FLIGHT,
          REQUEST_MEMORY_BYTES,
          PEER_QUEUE_BYTES,
          OPEN_FILES,
          CLOCK_OFFSET_MS,
          REPAIR_ON,
          REPAIR_EVERY_MS,
          REPAIR_BYTES_PER_SECOND,
          INSECURE,
          WAN_LATENCY_MS,
          TIMING,
          PROTOCOL_VERSION);

  private NodeConfigSettings() {}

  private static <T> Setting<T> of(
      String path,
      String placeholder,
      String description,
      String fallback,
      Function<String, T> parser) {
    return new Setting<>(path, placeholder, description, fallback, parser, false);
  }

  private static Setting<Integer> port(String name, String what) {
    return of(
        "ports." + name,
        "PORT",
        "port for " + what + "; default: as in initialMembers",
        null,
        SettingText.integer(1, 65_535));
  }

  private static Setting<Long> size(
      String path, String description, String fallback, long from, long to) {
    return of(path, "BYTES", description, fallback, SettingText.bytes(from, to));
  }
}
