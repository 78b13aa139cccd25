package io.atoll.chaos.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.net.EventLoops;
import io.atoll.node.NodePorts;
import io.atoll.node.NodeServer;
import io.atoll.node.config.NodeConfig;
import io.atoll.node.config.NodeConfigReader;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that is attacked through all its ports, a little. */
@Tag("hostile")
class HostileTrialTest {
  @TempDir private Path directory;

  @Test
  void aNodeHoldsAgainstEveryAttackAndLosesNothing() throws Exception {
    int port = NodePorts.free(4);
    Vertx vertx = EventLoops.vertx(new VertxOptions());
    try {
      NodeServer node = NodeServer.start(vertx, config(port)).await(60, TimeUnit.SECONDS);
      List<String> lines = new ArrayList<>();
      Targets targets = new Targets(at(port + 2), at(port + 3), at(port + 1), at(port));
      HostileTrial.Plan plan = new HostileTrial.Plan(64, 400, Duration.ofMillis(700), 1);
      assertThat(new HostileTrial(targets, plan, lines::add).run()).as("%s", lines).isEmpty();
      assertThat(lines).hasSize(1 + targets.attacks(1, 1, 1, "/").size() + 1);
      assertThat(lines.getLast()).matches("[1-9][0-9]* acknowledged writes, 0 of them lost");
      node.close().await(60, TimeUnit.SECONDS);
    } finally {
      vertx.close().await(60, TimeUnit.SECONDS);
    }
  }

  @Test
  void whereNobodyServesIsNothingToAttack() {
    Targets nobody = new Targets(at(NodePorts.free(1)), null, null, null);
    HostileTrial.Plan plan = new HostileTrial.Plan(1, 1, Duration.ofMillis(1), 1);
    assertThatThrownBy(() -> new HostileTrial(nobody, plan, line -> {}).run())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("serves no reads and writes");
  }

  private NodeConfig config(int port) throws Exception {
    Path file = directory.resolve("node.yaml");
    Files.writeString(
        file,
        """
        clusterName: isles
        nodeId: n1
        dataDirectory: data
        partitions: 64
        initialMembers:
          - {id: n1, dc: us, rack: a, host: 127.0.0.1, gossip: %d, peer: %d, http: %d, client: %d}
        """
            .formatted(port, port + 1, port + 2, port + 3));
    return NodeConfigReader.read(file, Map.of(), Map.of());
  }

  private static InetSocketAddress at(int port) {
    return new InetSocketAddress("127.0.0.1", port);
  }
}
