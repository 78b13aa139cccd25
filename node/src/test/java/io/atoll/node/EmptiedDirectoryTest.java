package io.atoll.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.node.config.NodeConfigReader;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes on real files and sockets, one of whose directories is emptied, and filled again. */
class EmptiedDirectoryTest {
  private static final int KEYS = 20;

  @TempDir private Path directory;
  private final Vertx vertx = Vertx.vertx();
  private final HttpClient http = HttpClient.newHttpClient();
  private final NodeServer[] nodes = new NodeServer[2];
  private final int port = NodePorts.free(8);

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  private void start(int node) throws Exception {
    StringBuilder yaml = new StringBuilder("clusterName: isles\ntiming: local\nloops: 2\n");
    yaml.append("partitions: 64\nrepair: {everyMs: 500}\ninitialMembers:\n");
    for (int i = 0; i < nodes.length; i++) {
      int first = port + 4 * i;
      yaml.append(
          "  - {id: us-%d, dc: us, rack: r%d, host: 127.0.0.1, gossip: %d, peer: %d, http: %d, client: %d}%n"
              .formatted(i, i, first, first + 1, first + 2, first + 3));
    }
    yaml.append("nodeId: us-%d%ndataDirectory: data%d%n".formatted(node, node));
    Path file = Files.writeString(directory.resolve("node%d.yaml".formatted(node)), yaml);
    nodes[node] = await(NodeServer.start(vertx, NodeConfigReader.read(file, Map.of(), Map.of())));
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

  private HttpResponse<String> send(int node, HttpRequest.Builder request, String path)
      throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + nodes[node].httpPort() + "/v1/kv/default/" + path);
    return http.send(request.uri(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  private void put(String key) throws Exception {
    HttpResponse<String> answer;
    do {
      HttpRequest.Builder request =
          HttpRequest.newBuilder().PUT(HttpRequest.BodyPublishers.ofString("value of " + key));
      answer = send(0, request, key + "?w=all&timeout=20s");
    } while (answer.statusCode() == 503);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void itHoldsAllAgainThoughNobodyReadsOrWrites() throws Exception {
    start(0);
    start(1);
    for (int i = 0; i < KEYS; i++) {
      put("key" + i);
    }
    stop(1);
    delete(directory.resolve("data1"));
    start(1);
    for (int i = 0; i < KEYS; i++) {
      String key = "key" + i;
      HttpResponse<String> answer;
      do {
        // The level of one asks the node's own replica, and repairs nothing.
        answer = send(1, HttpRequest.newBuilder(), key + "?r=one&timeout=5s");
      } while (answer.statusCode() == 404 || answer.statusCode() == 503);
      assertThat(answer.body()).isEqualTo("value of " + key);
    }
  }
}
