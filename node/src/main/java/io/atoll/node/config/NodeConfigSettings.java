package io.atoll.node.config;

import io.atoll.env.ProtocolVersions;
import io.atoll.node.config.NodeConfig.Secret;
import io.atoll.node.config.NodeConfig.Timing;
import java.util.List;
import java.util.function.Function;

/** Every setting of a node: the one place for names, defaults and bounds. */
public final class NodeConfigSettings {
  public static final NodeConfigSetting<String> CLUSTER_NAME =
      of("clusterName", "NAME", "the cluster it belongs to", "atoll", NodeConfigText::name);
  public static final NodeConfigSetting<String> NODE_ID =
      of("nodeId", "ID", "its stable name, unique in the cluster", null, NodeConfigText::name);
  public static final NodeConfigSetting<String> DC =
      of("dc", "NAME", "its datacenter; default: as in initialMembers", null, NodeConfigText::name);
  public static final NodeConfigSetting<String> RACK =
      of("rack", "NAME", "its rack; default: as in initialMembers", null, NodeConfigText::name);
  public static final NodeConfigSetting<Integer> WEIGHT =
      of(
          "weight",
          "N",
          "its share of the data relative to the others of its DC; default: as in initialMembers",
          null,
          NodeConfigText.integer(1, 1_000));
  public static final NodeConfigSetting<String> HOST =
      of(
          "host",
          "HOST",
          "where others reach it; default: as in initialMembers",
          null,
          NodeConfigText::host);
  public static final NodeConfigSetting<String> LISTEN =
      of("listen", "ADDRESS", "the address it binds to", "127.0.0.1", NodeConfigText::host);
  public static final NodeConfigSetting<Integer> GOSSIP_PORT = port("gossip", "UDP, gossip");
  public static final NodeConfigSetting<Integer> PEER_PORT = port("peer", "TCP, between nodes");
  public static final NodeConfigSetting<Integer> HTTP_PORT = port("http", "TCP, HTTP");
  public static final NodeConfigSetting<Integer> CLIENT_PORT =
      port("client", "TCP, client protocol");
  public static final NodeConfigSetting<String> DATA_DIRECTORY =
      of("dataDirectory", "DIR", "where its data lives", null, NodeConfigText::path);
  public static final NodeConfigSetting<Secret> CLUSTER_SECRET =
      new NodeConfigSetting<>(
          "clusterSecret",
          "TEXT",
          "the secret that all nodes of the cluster share",
          null,
          NodeConfigText::secret,
          true);
  public static final NodeConfigSetting<String> CLUSTER_SECRET_FILE =
      of("clusterSecretFile", "FILE", "a file with the cluster secret", null, NodeConfigText::path);
  public static final NodeConfigSetting<String> INITIAL_MEMBERS =
      of(
          "initialMembers",
          "YAML",
          "the members that form the cluster, as a YAML list of {id, dc, rack, weight, host,"
              + " gossip, peer, http}",
          null,
          Function.identity());
  public static final NodeConfigSetting<Integer> LOOPS =
      of("loops", "N", "event loops; 0: one per core", "0", NodeConfigText.integer(0, 256));
  public static final NodeConfigSetting<Integer> STORAGE_SHARDS =
      of(
          "storageShards",
          "N",
          "shards of a new data directory",
          "8",
          NodeConfigText.integer(1, 256));
  public static final NodeConfigSetting<Integer> PARTITIONS =
      of("partitions", "Q", "arcs of a new cluster's ring", "4096", NodeConfigText::powerOfTwo);
  public static final NodeConfigSetting<Long> MAX_KEY_BYTES =
      size("limits.maxKeyBytes", "longest key", "10KiB", 1, 32 << 10);
  public static final NodeConfigSetting<Long> MAX_VALUE_BYTES =
      size("limits.maxValueBytes", "largest value", "1MiB", 1, 4L << 20);
  public static final NodeConfigSetting<Long> MEMTABLE_BYTES =
      size(
          "limits.memtableBytes",
          "memory for writes that are in no table yet",
          "128MiB",
          1L << 20,
          1L << 40);
  public static final NodeConfigSetting<Long> BLOCK_CACHE_BYTES =
      size(
          "limits.blockCacheBytes",
          "memory for blocks of tables, off the Java heap",
          "256MiB",
          1L << 20,
          1L << 40);
  public static final NodeConfigSetting<Long> COMMIT_LOG_BYTES =
      size(
          "limits.commitLogBytes",
          "length of the commit log beyond which it is shortened",
          "1GiB",
          1L << 20,
          1L << 40);
  public static final NodeConfigSetting<Long> COMMIT_LOG_SEGMENT_BYTES =
      size(
          "limits.commitLogSegmentBytes",
          "size of a commit log segment",
          "64MiB",
          64L << 10,
          1L << 30);
  public static final NodeConfigSetting<Integer> REQUESTS_IN_FLIGHT =
      of(
          "limits.requestsInFlight",
          "N",
          "client requests at work at once",
          "16384",
          NodeConfigText.integer(1, 1 << 20));
  public static final NodeConfigSetting<Long> PEER_QUEUE_BYTES =
      size("limits.peerQueueBytes", "what may wait for one peer", "64MiB", 1L << 20, 1L << 30);
  public static final NodeConfigSetting<Boolean> INSECURE =
      of(
          "insecure",
          "true|false",
          "listen beyond loopback without a secret",
          "false",
          NodeConfigText::yesOrNo);
  public static final NodeConfigSetting<Integer> WAN_LATENCY_MS =
      of(
          "wanLatencyMs",
          "MS",
          "artificial one-way delay to other DCs, for trials",
          "0",
          NodeConfigText.integer(0, 10_000));
  public static final NodeConfigSetting<Timing> TIMING =
      of(
          "timing",
          "PROFILE",
          "patience of failure detection: normal, local (one machine), patient",
          "normal",
          NodeConfigText.oneOf(Timing.class));

  public static final NodeConfigSetting<Integer> PROTOCOL_VERSION =
      of(
          "protocolVersion",
          "N",
          "highest version of the protocol between nodes that it speaks; lower it while nodes of an"
              + " older release are still in the cluster",
          String.valueOf(ProtocolVersions.SPOKEN.highest()),
          NodeConfigText.integer(
              ProtocolVersions.SPOKEN.lowest(), ProtocolVersions.SPOKEN.highest()));

  /** All of them, in the order in which help texts and files list them. */
  public static final List<NodeConfigSetting<?>> ALL =
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
          STORAGE_SHARDS,
          PARTITIONS,
          MAX_KEY_BYTES,
          MAX_VALUE_BYTES,
          MEMTABLE_BYTES,
          BLOCK_CACHE_BYTES,
          COMMIT_LOG_BYTES,
          COMMIT_LOG_SEGMENT_BYTES,
          REQUESTS_IN_FLIGHT,
          PEER_QUEUE_BYTES,
          INSECURE,
          WAN_LATENCY_MS,
          TIMING,
          PROTOCOL_VERSION);

  private NodeConfigSettings() {}

  private static <T> NodeConfigSetting<T> of(
      String path,
      String placeholder,
      String description,
      String fallback,
      Function<String, T> parser) {
    return new NodeConfigSetting<>(path, placeholder, description, fallback, parser, false);
  }

  private static NodeConfigSetting<Integer> port(String name, String what) {
    return of(
        "ports." + name,
        "PORT",
        "port for " + what + "; default: as in initialMembers",
        null,
        NodeConfigText.integer(1, 65_535));
  }

  private static NodeConfigSetting<Long> size(
      String path, String description, String fallback, long from, long to) {
    return of(path, "BYTES", description, fallback, NodeConfigText.bytes(from, to));
  }
}
