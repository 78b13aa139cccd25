package io.atoll.cli.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.cli.terminal.CommandFailure;
import io.atoll.node.config.NodeConfig;
import io.atoll.node.config.NodeConfigReader;
import io.atoll.ring.Member;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevDirectoryTest {
  @TempDir Path directory;

  @Test
  void aLaterStartFindsTheLayoutAndTheSecretOfTheFirst() throws Exception {
    String secret;
    try (DevDirectory first = DevDirectory.open(directory, 2, 1, 9000)) {
      assertThat(first.layout()).isEqualTo(new DevLayout(2, 1, 9000));
      secret = Files.readString(directory.resolve("secret"));
    }
    try (DevDirectory second = DevDirectory.open(directory, null, 1, null)) {
      assertThat(second.layout()).isEqualTo(new DevLayout(2, 1, 9000));
      assertThat(Files.readString(directory.resolve("secret"))).isEqualTo(secret).hasSize(65);
    }
  }

  @Test
  void theSecretIsItsOwnersAlone() throws Exception {
    try (DevDirectory open = DevDirectory.open(directory, null, null, null)) {
      assertThat(open.layout()).isEqualTo(DevLayout.DEFAULT);
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(directory.resolve("secret"))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void anotherLayoutThanTheDirectorysIsRefused() throws Exception {
    DevDirectory.open(directory, null, null, null).close();

    assertThatThrownBy(() -> DevDirectory.open(directory, 2, null, null))
        .isInstanceOf(CommandFailure.class)
        .hasMessageStartingWith(
            directory
                + " holds a cluster of --dcs 3 --nodes 3 --base-port 7400, not of --dcs 2 --nodes"
                + " 3");
  }

  @Test
  void aDirectoryIsUsedByOneAtATime() throws Exception {
    try (DevDirectory open = DevDirectory.open(directory, null, null, null)) {
      assertThat(open.layout()).isNotNull();
      assertThatThrownBy(() -> DevDirectory.open(directory, null, null, null))
          .isInstanceOf(CommandFailure.class)
          .hasMessageContaining(
              "in use by another atoll dev (process " + ProcessHandle.current().pid() + ")");
    }
    DevDirectory.open(directory, null, null, null).close();
  }

  @Test
  void impossibleLayoutsAreRefusedByTheNameOfTheFlag() {
    assertThatThrownBy(() -> DevDirectory.open(directory, 0, null, null))
        .hasMessage("--dcs 0: must be 1 to 20");
    assertThatThrownBy(() -> DevDirectory.open(directory, null, 11, null))
        .hasMessage("--nodes 11: must be 1 to 10");
    assertThatThrownBy(() -> DevDirectory.open(directory, null, null, 80))
        .hasMessage("--base-port 80: must be 1034 to 65235");
  }

  @Test
  void theConfigurationOfEveryNodeIsWhatANodeReads() throws Exception {
    try (DevDirectory open = DevDirectory.open(directory, 20, 10, null)) {
      open.configure(40);
      Set<Integer> ports = new HashSet<>();
      for (Member member : open.layout().members()) {
        NodeConfig config =
            NodeConfigReader.read(open.configFile(member.nodeId()), Map.of(), Map.of());
        assertThat(config.self()).isEqualTo(member);
        assertThat(config.cluster().initialMembers()).isEqualTo(open.layout().members());
        assertThat(config.machine().dataDirectory()).isEqualTo(open.dataDirectory(member.nodeId()));
        assertThat(config.cluster().secret().text()).hasSize(64);
        assertThat(config.network().wanLatencyMs()).isEqualTo(40);
        Member own = config.self();
        ports.addAll(List.of(own.gossipPort(), own.peerPort(), own.httpPort(), own.clientPort()));
      }
      assertThat(ports).hasSize(800);
    }
  }

  @Test
  void theClusterFileSaysWhatRunsWhere() throws Exception {
    Member member = new DevLayout(1, 1, 9000).members().getFirst();
    Path file = directory.resolve("cluster.json");

    ClusterFile.write(file, List.of(new DevNode(member, 42), new DevNode(member, 0)), null, 0);

    JsonObject cluster = new JsonObject(Files.readString(file));
    assertThat(cluster.containsKey("router")).isTrue();
    assertThat(cluster.getString("router")).isNull();
    JsonArray nodes = cluster.getJsonArray("nodes");
    assertThat(nodes.getJsonObject(0))
        .isEqualTo(
            new JsonObject(
                "{\"id\":\"us-1\",\"dc\":\"us\",\"rack\":\"a\",\"http\":\"http://127.0.0.1:9000\",\"client\":\"127.0.0.1:9003\",\"pid\":42}"));
    assertThat(nodes.getJsonObject(1).getValue("pid")).isNull();
    assertThat(ClusterFile.urls(file)).contains("http://127.0.0.1:9000");
  }

  @Test
  void everyPortInUseIsNamedWithItsNode() throws Exception {
    try (var taken = new ServerSocket()) {
      taken.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
      int port = taken.getLocalPort();
      Member member = new Member(0, "us-1", "us", "a", 1, "127.0.0.1", 1, port, port, port);

      assertThatThrownBy(() -> FreePorts.check(List.of(member), port))
          .isInstanceOf(CommandFailure.class)
          .hasMessageContaining(port + " (router)")
          .hasMessageContaining(port + " (us-1 http)")
          .hasMessageContaining(port + " (us-1 client)")
          .hasMessageContaining(port + " (us-1 peer)")
          .hasMessageContaining("--base-port");
    }
  }
}
