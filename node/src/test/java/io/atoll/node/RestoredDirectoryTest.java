package io.atoll.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.node.config.NodeConfig;
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
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes on real files and sockets, one of whose directories is put back from a copy. */
class RestoredDirectoryTest {
  private static final String KEY = "/v1/kv/default/k?timeout=20s&";

  @TempDir private Path directory;
  private final Vertx vertx = Vertx.vertx();
  private final HttpClient http = HttpClient.newHttpClient();
  private final NodeServer[] nodes = new NodeServer[3];
  private final int port = NodePorts.free(12);

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  private Path data(int node) {
    return directory.resolve("data" + node);
  }

  private void start(int node) throws Exception {
    StringBuilder yaml = new StringBuilder("clusterName: isles\ntiming: local\nloops: 1\n");
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

  /** Until it is taken: a node that has just come back may be considered down for a while. */
  private HttpResponse<String> send(int node, HttpRequest.Builder request, String path)
      throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + nodes[node].httpPort() + KEY + path);
    HttpResponse<String> answer;
    do {
      answer = http.send(request.uri(uri).build(), HttpResponse.BodyHandlers.ofString());
    } while (answer.statusCode() == 503 && answer.body().contains("nothing was attempted"));
    return answer;
  }

  private void put(String value) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder().PUT(HttpRequest.BodyPublishers.ofString(value));
    HttpResponse<String> answer = send(0, request, "w=all");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.toList()) {
        Files.copy(each, to.resolve(from.relativize(each)), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  @Test
  void whatIsWrittenAfterwardsIsReadTheSameEverywhere() throws Exception {
    for (int i = 0; i < nodes.length; i++) {
      start(i);
    }
    put("first");
    stop(0);
    Path kept = directory.resolve("kept");
    copy(data(0), kept);
    start(0);
    put("A");
    stop(0);
    delete(data(0));
    copy(kept, data(0));
    start(0);
    put("B");
    List<String> answers = new ArrayList<>();
    for (int i = 0; i < nodes.length; i++) {
      HttpRequest.Builder read = HttpRequest.newBuilder().header("Accept", "application/json");
      answers.add(send(i, read, "r=all").body());
    }
    assertThat(answers).allMatch(answer -> answer.equals(answers.getFirst()));
    assertThat(answers.getFirst()).contains("\"QQ==\"", "\"Qg==\"");
  }
}
