package io.atoll.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atoll.node.config.NodeConfig;
import io.atoll.node.config.NodeConfigReader;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes on real files and sockets, of which one is away while others write. */
class HandoffTest {
  private static final int AWAY = 2;
  private static final int KEYS = 40;

  @TempDir private Path directory;
  private final Vertx vertx = Vertx.vertx();
  private final HttpClient http = HttpClient.newHttpClient();
  private final NodeServer[] nodes = new NodeServer[3];
  private final int port = NodePorts.free(12);

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  private void start(int node) throws Exception {
    StringBuilder yaml = new StringBuilder("clusterName: isles\ntiming: local\nloops: 2\n");
    yaml.append("partitions: 64\ninitialMembers:\n");
    for (int i = 0; i < nodes.length; i++) {
      int first = port + 4 * i;
      yaml.append(
          "  - {id: us-%d, dc: us, rack: r%d, host: 127.0.0.1, gossip: %d, peer: %d, http: %d, client: %d}%n"
              .formatted(i, i, first, first + 1, first + 2, first + 3));
    }
    yaml.append("nodeId: us-%d%ndataDirectory: data%d%n".formatted(node, node));
    Path file = Files.writeString(directory.resolve("node%d.yaml".formatted(node)), yaml);
    NodeConfig config = NodeConfigReader.read(file, Map.of(), Map.of());
    nodes[node] = await(NodeServer.start(vertx, config));
  }

  private void stop(int node) throws Exception {
    await(nodes[node].close());
    nodes[node] = null;
  }

  @AfterEach
  void stopAll() throws Exception {
    http.close();
    for (int i = 0; i < nodes.length; i++) {
      if (nodes[i] != null) {
        stop(i);
      }
    }
    await(vertx.close());
  }

  private HttpResponse<String> send(int node, String path, HttpRequest.Builder request)
      throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + nodes[node].httpPort() + path);
    return http.send(request.uri(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  private void put(int node, String key) throws Exception {
    HttpResponse<String> answer;
    do {
      answer =
          send(
              node,
              "/v1/kv/default/" + key + "?w=quorum",
              HttpRequest.newBuilder().PUT(HttpRequest.BodyPublishers.ofString("v-" + key)));
    } while (answer.statusCode() == 503);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
  }

  private long hints(int node) throws Exception {
    JsonNode hints =
        new ObjectMapper().readTree(send(node, "/v1/hints", HttpRequest.newBuilder().GET()).body());
    return hints.get("keys").longValue() + hints.get("dirtyArcs").longValue();
  }

  @Test
  @Timeout(120)
  void whoWasAwayHasEverythingThoughItsHoldersStartedAgain() throws Exception {
    for (int i = 0; i < nodes.length; i++) {
      start(i);
    }
    stop(AWAY);
    for (int i = 0; i < KEYS; i++) {
      put(i % 2, "k" + i);
    }
    while (hints(0) + hints(1) < KEYS) {
      // A write whose replica was silent is hinted at its end.
      assertThat(hints(0) + hints(1)).isLessThanOrEqualTo(KEYS);
    }
    for (int i = 0; i < 2; i++) {
      long before = hints(i);
      stop(i);
      start(i);
      while (hints(i) != before) {
        assertThat(hints(i)).isLessThanOrEqualTo(before);
      }
    }
    start(AWAY);
    while (hints(0) + hints(1) > 0) {
      assertThat(hints(AWAY)).isZero();
    }
    for (int i = 0; i < KEYS; i++) {
      HttpResponse<String> read =
          send(AWAY, "/v1/kv/default/k" + i + "?r=one", HttpRequest.newBuilder().GET());
      assertThat(read.body()).isEqualTo("v-k" + i);
    }
  }
}
