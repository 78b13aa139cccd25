package io.atoll.node.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.node.config.NodeConfig.Timing;
import io.atoll.platform.config.ConfigException;
import io.atoll.platform.config.ConfigProblem;
import io.atoll.ring.Member;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeConfigReaderTest {
  private static final String MEMBERS =
      """
      initialMembers:
        - {id: us-1, dc: us, rack: a, host: 127.0.0.1, gossip: 7402, peer: 7401, http: 7400, client: 7403}
        - {id: eu-1, dc: eu, rack: a, weight: 2, host: 127.0.0.1, gossip: 7502, peer: 7501, http: 7500, client: 7503}
      """;

  @TempDir Path directory;

  @Test
  void selfIsDescribedByTheEntryAmongTheMembersAndDefaultsFillTheRest() throws Exception {
    NodeConfig config = read("nodeId: eu-1\ndataDirectory: data\n" + MEMBERS);

    assertThat(config.cluster().name()).isEqualTo("atoll");
    assertThat(config.self())
        .isEqualTo(new Member(1, "eu-1", "eu", "a", 2, "127.0.0.1", 7502, 7501, 7500, 7503));
    assertThat(config.machine().dataDirectory()).isEqualTo(directory.resolve("data"));
    assertThat(config.cluster().partitions()).isEqualTo(4096);
    assertThat(config.limits().requests().maxValueBytes()).isEqualTo(1 << 20);
    assertThat(config.cluster().initialMembers()).extracting("number").containsExactly(0, 1);
    assertThat(config.cluster().secret()).isNull();
  }

  @Test
  void variablesOverrideTheFileAndFlagsOverrideVariables() throws Exception {
    String yaml = "nodeId: us-1\ndataDirectory: data\nloops: 1\nwanLatencyMs: 1\ntiming: local\n";
    NodeConfig config =
        NodeConfigReader.read(
            file(yaml + MEMBERS),
            Map.of("ATOLL_LOOPS", "2", "ATOLL_WAN_LATENCY_MS", "2", "HOME", "/root"),
            Map.of("--wan-latency-ms", "3"));

    assertThat(config.machine().loops()).isEqualTo(2);
    assertThat(config.network().wanLatencyMs()).isEqualTo(3);
    assertThat(config.network().timing()).isEqualTo(Timing.LOCAL);
  }

  @Test
  void everyMistakeOfEverySourceIsReportedWithItsPlace() throws Exception {
    Path file =
        file(
            """
            nodeId: us-1
            partitons: 4096
            loops: many
            limits:
              maxValueBytes: 1TB
              maxSize: 3
            ports: 7400
            dc: [us]
            rack:
            """
                + MEMBERS);

    List<ConfigProblem> problems =
        problems(
            file,
            Map.of("ATOLL_PARTITIONS", "4000", "ATOLL_NODEID", "x"),
            Map.of("--storage-shards", "0", "--protocol-version", "4"));

    assertThat(problems.stream().map(ConfigProblem::toString))
        .containsExactlyInAnyOrder(
            file + ":2:1: unknown field partitons (did you mean partitions?)",
            file + ":3:8: loops 'many': must be a whole number from 0 to 256",
            file
                + ":5:18: limits.maxValueBytes '1TB': must be a size from 1B to 4MiB, such as"
                + " 65536, 64KiB or 1MiB",
            file
                + ":6:3: unknown field limits.maxSize; known: blockCacheBytes, clockOffsetMs,"
                + " commitLogBytes, commitLogSegmentBytes, hintBytes, hints, maxKeyBytes,"
                + " maxValueBytes, memtableBytes, openFiles, peerQueueBytes, requestMemoryBytes,"
                + " requestsInFlight",
            file + ":7:8: ports must be a mapping of gossip, peer, http, client",
            file + ":8:5: dc: must be one value, not a list or a mapping",
            file + ":9:6: rack has no value: write one, or leave the line out",
            "ATOLL_PARTITIONS: partitions '4000': must be a power of two from 1 to 65536",
            "ATOLL_NODEID: unknown variable (did you mean ATOLL_NODE_ID?)",
            "--storage-shards: storageShards '0': must be a whole number from 1 to 256",
            "--protocol-version: protocolVersion '4': must be a whole number from 1 to 3",
            "dataDirectory: is missing: set it in the file, as ATOLL_DATA_DIRECTORY, or by"
                + " --data-directory");
  }

  @Test
  void aNodeOutsideTheInitialMembersIsToldWhoIsInside() throws Exception {
    Path file = file("nodeId: us-9\ndataDirectory: data\n" + MEMBERS);

    assertThat(problems(file, Map.of(), Map.of()))
        .singleElement()
        .hasToString(
            file
                + ":1:9: nodeId 'us-9' is not among initialMembers (us-1, eu-1), listed at "
                + file
                + ":4:3: add it there, or correct the id");
  }

  @Test
  void whatANodeSaysOfItselfMustAgreeWithItsEntry() throws Exception {
    Path file = file("nodeId: us-1\ndc: eu\ndataDirectory: data\n" + MEMBERS);

    assertThat(problems(file, Map.of(), Map.of()))
        .singleElement()
        .extracting(ConfigProblem::toString)
        .asString()
        .startsWith(file + ":2:5: dc 'eu': initialMembers")
        .contains("says 'us' of us-1");
  }

  @Test
  void membersAreCheckedOneByOneAndTogether() throws Exception {
    Path file =
        file(
            """
            nodeId: us-1
            dataDirectory: data
            initialMembers:
              - {id: us-1, dc: us, rack: a, host: h, gossip: 1, peer: 1, http: 2, client: 3}
              - {id: us-1, dc: us, rack: a, host: g, gossip: 1, peer: 1, http: 1, client: 2}
              - {id: us-3, rack: a, hots: h, gossip: 70000, peer: 5, http: 6, client: 7}
              - nonsense
            """);

    assertThat(problems(file, Map.of(), Map.of()).stream().map(ConfigProblem::toString))
        .containsExactly(
            file + ":5:5: node id us-1 occurs twice in initialMembers, first at " + file + ":4:5",
            file
                + ":5:5: TCP port 1 on g occurs twice in initialMembers, first at "
                + file
                + ":5:5",
            file + ":6:25: unknown field initialMembers[].hots (did you mean host?)",
            file + ":6:5: initialMembers[].dc is missing",
            file + ":6:5: initialMembers[].host is missing",
            file + ":6:42: initialMembers[].gossip '70000': must be a whole number from 1 to 65535",
            file
                + ":7:5: initialMembers[] must be a mapping of id, dc, rack, weight, host, gossip,"
                + " peer, http, client");
  }

  @Test
  void listeningBeyondLoopbackNeedsASecretOrConsent() throws Exception {
    String yaml = "nodeId: us-1\ndataDirectory: data\nlisten: 0.0.0.0\n";

    assertThat(problems(file(yaml + MEMBERS), Map.of(), Map.of()))
        .singleElement()
        .extracting(ConfigProblem::message)
        .asString()
        .contains("no cluster secret");
    assertThat(read(yaml + "insecure: true\n" + MEMBERS).network().listen()).isEqualTo("0.0.0.0");
    NodeConfig secret = read(yaml + "clusterSecret: 0123456789abcdef\n" + MEMBERS);
    assertThat(secret.cluster().secret().bytes()).hasSize(16);
    assertThat(secret.toString()).doesNotContain("0123456789abcdef");
  }

  @Test
  void aSecretFileIsReadFromBesideTheConfigurationAndAWeakSecretIsNeverShown() throws Exception {
    Files.writeString(directory.resolve("secret"), "0123456789abcdef0123\n");
    String yaml = "nodeId: us-1\ndataDirectory: data\nclusterSecretFile: secret\n" + MEMBERS;
    assertThat(read(yaml).cluster().secret().text()).isEqualTo("0123456789abcdef0123");

    Map<String, String> weak = Map.of("ATOLL_CLUSTER_SECRET", "hunter2");
    assertThat(problems(file(yaml), weak, Map.of()))
        .singleElement()
        .extracting(ConfigProblem::toString)
        .asString()
        .startsWith("ATOLL_CLUSTER_SECRET: clusterSecret: must be at least 16 characters")
        .doesNotContain("hunter2");
  }

  @Test
  void brokenYamlAndAbsentFilesAreNamed() throws Exception {
    Path file = file("nodeId: [us-1\nloops: 1\n");
    assertThat(problems(file, Map.of(), Map.of()).getFirst().toString())
        .startsWith(file + ":2:")
        .contains("not YAML");

    Path absent = directory.resolve("absent.yaml");
    assertThat(problems(absent, Map.of(), Map.of()))
        .singleElement()
        .hasToString(absent + ": there is no such file");
  }

  @Test
  void variablesOfAKubernetesServiceCalledAtollAreNoMistakes() throws Exception {
    Map<String, String> environment =
        Map.of(
            "ATOLL_SERVICE_HOST", "10.0.0.1",
            "ATOLL_SERVICE_PORT_HTTP", "7400",
            "ATOLL_PORT", "tcp://10.0.0.1:7400",
            "ATOLL_PORT_7400_TCP_ADDR", "10.0.0.1");

    assertThat(
            NodeConfigReader.read(
                file("nodeId: us-1\ndataDirectory: data\n" + MEMBERS), environment, Map.of()))
        .isNotNull();
  }

  @Test
  void membersCanComeFromAVariable() throws Exception {
    String members =
        "[{id: n, dc: d, rack: r, host: localhost, gossip: 1, peer: 2, http: 3, client: 4}]";
    NodeConfig config =
        NodeConfigReader.read(
            null,
            Map.of(
                "ATOLL_INITIAL_MEMBERS", members,
                "ATOLL_NODE_ID", "n",
                "ATOLL_DATA_DIRECTORY", "/tmp/n"),
            Map.of());

    assertThat(config.cluster().initialMembers()).hasSize(1);
    assertThat(config.self().host()).isEqualTo("localhost");
  }

  @Test
  void whatIsWrittenIsReadAgain() throws Exception {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("nodeId", "eu-1");
    settings.put("dataDirectory", "/tmp/with \"quotes\": and # signs");
    settings.put("limits.maxKeyBytes", "2KiB");
    settings.put("limits.maxValueBytes", "3KiB");
    settings.put("loops", "1");
    NodeConfig first = read("nodeId: eu-1\ndataDirectory: data\n" + MEMBERS);

    NodeConfig config = read(NodeConfigWriter.yaml(settings, first.cluster().initialMembers()));

    assertThat(config.cluster().initialMembers()).isEqualTo(first.cluster().initialMembers());
    assertThat(config.machine().dataDirectory())
        .isEqualTo(Path.of("/tmp/with \"quotes\": and # signs"));
    assertThat(config.limits().requests().maxKeyBytes()).isEqualTo(2048);
    assertThat(config.limits().requests().maxValueBytes()).isEqualTo(3072);
    assertThat(config.machine().loops()).isEqualTo(1);
  }

  private NodeConfig read(String yaml) throws Exception {
    return NodeConfigReader.read(file(yaml), Map.of(), Map.of());
  }

  private List<ConfigProblem> problems(
      Path file, Map<String, String> environment, Map<String, String> flags) {
    try {
      NodeConfigReader.read(file, environment, flags);
    } catch (ConfigException e) {
      return e.problems();
    }
    return List.of();
  }

  private Path file(String yaml) throws Exception {
    return Files.writeString(directory.resolve("node.yaml"), yaml);
  }
}
