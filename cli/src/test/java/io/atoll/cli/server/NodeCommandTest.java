package io.atoll.cli.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.cli.TestTerminal;
import io.atoll.cli.terminal.ExitCode;
import io.atoll.node.NodePorts;
import io.atoll.runtime.NioDisk;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node that cannot start says why in one line. Its stop is asked for beforehand, so one that
 * starts ends at once.
 */
class NodeCommandTest {
  @TempDir private Path directory;
  private TestTerminal terminal;
  private int gossip;
  private int peer;
  private int http;
  private int client;

  @BeforeEach
  void freePorts() {
    terminal = new TestTerminal(directory);
    terminal.stop().raise();
    gossip = NodePorts.free(4);
    peer = gossip + 1;
    http = gossip + 2;
    client = gossip + 3;
  }

  private int start(String nodeId) throws IOException {
    Path config = directory.resolve("node.yaml");
    Files.writeString(
        config,
        """
        clusterName: test
        nodeId: %1$s
        dataDirectory: %2$s
        initialMembers:
          - {id: %1$s, dc: us, rack: a, weight: 1, host: 127.0.0.1, gossip: %3$d, peer: %4$d, http: %5$d, client: %6$d}
        """
            .formatted(nodeId, directory.resolve("data"), gossip, peer, http, client));
    return terminal.run("node", "--config", config.toString());
  }

  private void assertRefused(int exitCode, String... words) {
    assertThat(exitCode).as(terminal.err()).isEqualTo(ExitCode.FAILURE);
    assertThat(terminal.err().lines()).hasSize(1);
    assertThat(terminal.err()).startsWith("atoll node: ").contains(words);
  }

  @Test
  void aNodeStartsAndStopsAndStartsAgain() throws IOException {
    assertThat(start("n1")).as(terminal.err()).isEqualTo(ExitCode.OK);
    assertThat(start("n1")).as(terminal.err()).isEqualTo(ExitCode.OK);
  }

  @Test
  void aPortInUseIsNamedWithItsSetting() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (var taken = new DatagramSocket(new InetSocketAddress(loopback, gossip))) {
      assertRefused(start("n1"), "port " + taken.getLocalPort(), "in use", "ports.gossip");
    }
    try (var taken = new ServerSocket(peer, 1, loopback)) {
      assertRefused(start("n1"), "port " + taken.getLocalPort(), "in use", "ports.peer");
    }
    try (var taken = new ServerSocket(http, 1, loopback)) {
      assertRefused(start("n1"), "port " + taken.getLocalPort(), "in use", "ports.http");
    }
  }

  @Test
  void aDataDirectoryInUseIsNamed() throws Exception {
    NioDisk disk = NioDisk.open(directory.resolve("data"));
    try (AutoCloseable lock = disk.lock()) {
      assertThat(lock).isNotNull();
      assertRefused(start("n1"), directory.resolve("data").toString(), "in use");
    }
  }

  @Test
  void aDataDirectoryOfAnotherNodeIsRefused() throws IOException {
    assertThat(start("n1")).as(terminal.err()).isEqualTo(ExitCode.OK);
    assertRefused(start("n2"), "node 'n1'", "n2");
  }
}
