package io.atoll.node.config;

import static io.atoll.node.config.NodeConfigSettings.BLOCK_CACHE_BYTES;
import static io.atoll.node.config.NodeConfigSettings.CLIENT_PORT;
import static io.atoll.node.config.NodeConfigSettings.CLOCK_OFFSET_MS;
import static io.atoll.node.config.NodeConfigSettings.CLUSTER_NAME;
import static io.atoll.node.config.NodeConfigSettings.CLUSTER_SECRET;
import static io.atoll.node.config.NodeConfigSettings.CLUSTER_SECRET_FILE;
import static io.atoll.node.config.NodeConfigSettings.COMMIT_LOG_BYTES;
import static io.atoll.node.config.NodeConfigSettings.COMMIT_LOG_SEGMENT_BYTES;
import static io.atoll.node.config.NodeConfigSettings.DATA_DIRECTORY;
import static io.atoll.node.config.NodeConfigSettings.DC;
import static io.atoll.node.config.NodeConfigSettings.GOSSIP_PORT;
import static io.atoll.node.config.NodeConfigSettings.HINT_BYTES;
import static io.atoll.node.config.NodeConfigSettings.HINT_COUNT;
import static io.atoll.node.config.NodeConfigSettings.HOST;
import static io.atoll.node.config.NodeConfigSettings.HTTP_PORT;
import static io.atoll.node.config.NodeConfigSettings.INITIAL_MEMBERS;
import static io.atoll.node.config.NodeConfigSettings.INSECURE;
import static io.atoll.node.config.NodeConfigSettings.LISTEN;
import static io.atoll.node.config.NodeConfigSettings.LOOPS;
import static io.atoll.node.config.NodeConfigSettings.LOOP_PATIENCE_MS;
import static io.atoll.node.config.NodeConfigSettings.MAX_KEY_BYTES;
import static io.atoll.node.config.NodeConfigSettings.MAX_VALUE_BYTES;
import static io.atoll.node.config.NodeConfigSettings.MEMTABLE_BYTES;
import static io.atoll.node.config.NodeConfigSettings.NODE_ID;
import static io.atoll.node.config.NodeConfigSettings.OPEN_FILES;
import static io.atoll.node.config.NodeConfigSettings.PARTITIONS;
import static io.atoll.node.config.NodeConfigSettings.PEER_PORT;
import static io.atoll.node.config.NodeConfigSettings.PEER_QUEUE_BYTES;
import static io.atoll.node.config.NodeConfigSettings.PROTOCOL_VERSION;
import static io.atoll.node.config.NodeConfigSettings.RACK;
import static io.atoll.node.config.NodeConfigSettings.REPAIR_BYTES_PER_SECOND;
import static io.atoll.node.config.NodeConfigSettings.REPAIR_EVERY_MS;
import static io.atoll.node.config.NodeConfigSettings.REPAIR_ON;
import static io.atoll.node.config.NodeConfigSettings.REQUESTS_IN_FLIGHT;
import static io.atoll.node.config.NodeConfigSettings.REQUEST_MEMORY_BYTES;
import static io.atoll.node.config.NodeConfigSettings.STORAGE_SHARDS;
import static io.atoll.node.config.NodeConfigSettings.TIMING;
import static io.atoll.node.config.NodeConfigSettings.WAN_LATENCY_MS;
import static io.atoll.node.config.NodeConfigSettings.WEIGHT;

import io.atoll.hints.HintSettings;
import io.atoll.node.config.NodeConfig.Cluster;
import io.atoll.node.config.NodeConfig.Limits;
import io.atoll.node.config.NodeConfig.Machine;
import io.atoll.node.config.NodeConfig.Network;
import io.atoll.node.config.NodeConfig.RequestLimits;
import io.atoll.node.config.NodeConfig.Secret;
import io.atoll.node.config.NodeConfig.StorageLimits;
import io.atoll.platform.config.ConfigException;
import io.atoll.platform.config.ConfigSources;
import io.atoll.platform.config.ConfigYaml;
import io.atoll.platform.config.Setting;
import io.atoll.platform.config.SettingValues;
import io.atoll.platform.config.SettingValues.Placed;
import io.atoll.repair.RepairSettings;
import io.atoll.ring.Member;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Makes a {@link NodeConfig} of a YAML file, {@code ATOLL_*} variables and flags, the later the
 * stronger, and reports every mistake of all of them at once.
 *
 * <p>What a node says of itself (DC, rack, weight, host, ports) may be left out: then its entry in
 * {@code initialMembers} says it. Where both say it, they must agree.
 */
public final class NodeConfigReader {
  /** Variables of the launcher and the client commands; no settings of a node. */
  private static final List<String> OTHER_VARIABLES =
      List.of("ATOLL_CONFIG", "ATOLL_URL", "ATOLL_LOG", "ATOLL_JAVA_OPTS", "ATOLL_JAVA_HOME");

  /** What the settings of a router begin with. */
  private static final String ROUTER_VARIABLES = "ATOLL_ROUTER_";

  private final ConfigSources sources =
      new ConfigSources(
          NodeConfigSettings.VARIABLES,
          NodeConfigSettings.ALL,
          Map.of(INITIAL_MEMBERS.path(), this::members),
          name -> name.startsWith(ROUTER_VARIABLES) || OTHER_VARIABLES.contains(name));
  private final SettingValues values = sources.values();

  /** The initial members by the highest source that lists them, or null where none does. */
  private List<Member> members;

  /** Where they are listed; null where nowhere. */
  private String membersPlace;

  private NodeConfigReader() {}

  /**
   * Reads and checks.
   *
   * @param file the YAML file, or null for none; relative paths in it are relative to its directory
   * @param environment all variables; those not called {@code ATOLL_*} are ignored
   * @param flags by name with dashes, such as {@code --node-id}; only known names
   * @throws ConfigException with every mistake
   */
  public static NodeConfig read(
      Path file, Map<String, String> environment, Map<String, String> flags)
      throws ConfigException {
    NodeConfigReader reader = new NodeConfigReader();
    if (file != null) {
      reader.sources.addFile(file);
    }
    reader.sources.addVariables(environment);
    reader.sources.addFlags(flags);
    NodeConfig config = reader.compose();
    reader.sources.check();
    return config;
  }

  private void members(ConfigYaml yaml, Node node) {
    members = new NodeConfigMembers(yaml).read(node);
    membersPlace = yaml.place(node);
  }

  /** The configuration; of no use to anybody where there are problems. */
  private NodeConfig compose() {
    String nodeId = required(NODE_ID);
    Member own = ownEntry(nodeId);
    String listen = values.get(LISTEN);
    Secret secret = secret();
    checkExposure(listen, secret);
    Path dataDirectory = resolved(DATA_DIRECTORY, required(DATA_DIRECTORY));
    checkSelf(own);
    if (sources.hasProblems()) {
      return null;
    }
    return new NodeConfig(
        new Cluster(values.get(CLUSTER_NAME), secret, members, values.get(PARTITIONS)),
        own,
        new Network(
            listen, values.get(TIMING), values.get(WAN_LATENCY_MS), values.get(PROTOCOL_VERSION)),
        new Machine(
            dataDirectory,
            values.get(LOOPS),
            values.get(STORAGE_SHARDS),
            values.get(LOOP_PATIENCE_MS),
            values.get(OPEN_FILES)),
        limits());
  }

  private Limits limits() {
    return new Limits(
        new RequestLimits(
            Math.toIntExact(values.get(MAX_KEY_BYTES)),
            Math.toIntExact(values.get(MAX_VALUE_BYTES)),
            values.get(REQUESTS_IN_FLIGHT),
            requestMemoryBytes()),
        new StorageLimits(
            values.get(MEMTABLE_BYTES),
            values.get(BLOCK_CACHE_BYTES),
            Math.max(values.get(COMMIT_LOG_BYTES), values.get(COMMIT_LOG_SEGMENT_BYTES)),
            Math.toIntExact(values.get(COMMIT_LOG_SEGMENT_BYTES))),
        HintSettings.DEFAULT.withMost(values.get(HINT_COUNT), values.get(HINT_BYTES)),
        new RepairSettings(
            values.get(REPAIR_ON),
            values.get(REPAIR_EVERY_MS),
            values.get(REPAIR_BYTES_PER_SECOND)),
        Math.toIntExact(values.get(PEER_QUEUE_BYTES)),
        values.get(CLOCK_OFFSET_MS));
  }

  private long requestMemoryBytes() {
    Long given = values.get(REQUEST_MEMORY_BYTES);
    return given != null ? given : Runtime.getRuntime().maxMemory() / 4;
  }

  private Member ownEntry(String nodeId) {
    if (members == null) {
      if (membersPlace == null) {
        missing(INITIAL_MEMBERS);
      }
      return null;
    }
    for (Member member : members) {
      if (member.nodeId().equals(nodeId)) {
        return member;
      }
    }
    if (nodeId != null && !members.isEmpty()) {
      problem(
          values.find(NODE_ID).place(),
          "nodeId '%s' is not among initialMembers (%s), listed at %s: add it there, or correct the id"
              .formatted(
                  nodeId,
                  String.join(", ", members.stream().map(Member::nodeId).toList()),
                  membersPlace));
    }
    return null;
  }

  /** Checks what the node says of itself, which must agree with its entry among the members. */
  private void checkSelf(Member own) {
    agrees(DC, own, Member::dc);
    agrees(RACK, own, Member::rack);
    agrees(WEIGHT, own, Member::weight);
    agrees(HOST, own, Member::host);
    agrees(GOSSIP_PORT, own, Member::gossipPort);
    agrees(PEER_PORT, own, Member::peerPort);
    agrees(HTTP_PORT, own, Member::httpPort);
    agrees(CLIENT_PORT, own, Member::clientPort);
  }

  private <T> void agrees(Setting<T> setting, Member own, Function<Member, T> entry) {
    Placed<T> said = values.find(setting);
    if (own == null || said == null) {
      return;
    }
    T listed = entry.apply(own);
    if (!said.value().equals(listed)) {
      problem(
          said.place(),
          "%s '%s': initialMembers (%s) says '%s' of %s; both must agree, or leave it out here"
              .formatted(setting.path(), said.value(), membersPlace, listed, own.nodeId()));
    }
  }

  private Secret secret() {
    Placed<Secret> text = values.find(CLUSTER_SECRET);
    Placed<String> file = values.find(CLUSTER_SECRET_FILE);
    if (text != null && file != null && text.rank() == file.rank()) {
      problem(
          file.place(),
          "clusterSecretFile and clusterSecret (%s) are both given: keep one"
              .formatted(text.place()));
    }
    if (file == null || (text != null && text.rank() > file.rank())) {
      return text == null ? null : text.value();
    }
    Path path = resolved(CLUSTER_SECRET_FILE, file.value());
    try {
      return Secret.parse(Files.readString(path));
    } catch (IOException e) {
      problem(file.place(), "clusterSecretFile '%s' cannot be read: %s".formatted(path, e));
    } catch (IllegalArgumentException e) {
      problem(file.place(), "clusterSecretFile '%s': %s".formatted(path, e.getMessage()));
    }
    return null;
  }

  private void checkExposure(String listen, Secret secret) {
    Placed<String> said = values.find(LISTEN);
    String place = said == null ? LISTEN.flag() : said.place();
    boolean loopback;
    try {
      loopback = InetAddress.getByName(listen).isLoopbackAddress();
    } catch (UnknownHostException e) {
      problem(place, "listen '%s': must be an address of this machine".formatted(listen));
      return;
    }
    boolean secretGiven = values.given(CLUSTER_SECRET) || values.given(CLUSTER_SECRET_FILE);
    if (!loopback && secret == null && !secretGiven && !values.get(INSECURE)) {
      problem(
          place,
          "listen '%s' is reachable from outside and there is no cluster secret: set %s, or %s to accept any peer"
              .formatted(listen, CLUSTER_SECRET_FILE.flag(), INSECURE.flag()));
    }
  }

  private Path resolved(Setting<String> setting, String path) {
    return path == null ? null : values.find(setting).base().resolve(path).normalize();
  }

  private <T> T required(Setting<T> setting) {
    if (!values.given(setting)) {
      missing(setting);
    }
    return values.get(setting);
  }

  private void missing(Setting<?> setting) {
    if (sources.isFileUnread()) {
      return;
    }
    problem(
        setting.path(),
        "is missing: set it in the file, as %s, or by %s"
            .formatted(setting.variable(NodeConfigSettings.VARIABLES), setting.flag()));
  }

  private void problem(String place, String message) {
    sources.problem(place, message);
  }
}
