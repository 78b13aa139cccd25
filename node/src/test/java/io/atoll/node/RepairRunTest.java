package io.atoll.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atoll.node.config.NodeConfig;
import io.atoll.node.config.NodeConfigReader;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.File;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
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

/** Three nodes on real files and sockets, of which one lost its disk, and an operator. */
class RepairRunTest {
  private static final int LOST = 2;
  private static final int KEYS = 40;

  @TempDir private Path directory;
  private final Vertx vertx = Vertx.vertx();
  private final HttpClient http = HttpClient.newHttpClient();
  private final NodeServer[] nodes = new NodeServer[3];
  private final int port = NodePorts.free(12);

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  /** With a background that does not come round in the time of a test. */
  private void start(int node) throws Exception {
    StringBuilder yaml = new StringBuilder("clusterName: isles\ntiming: local\nloops: 2\n");
    yaml.append("repair:\n  everyMs: 86400000\npartitions: 64\ninitialMembers:\n");
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

  private void loseDisk(int node) throws Exception {
    try (Stream<Path> files = Files.walk(directory.resolve("data" + node))) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    }
  }

  private HttpResponse<String> send(int node, String path, HttpRequest.Builder request)
      throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + nodes[node].httpPort() + path);
    return http.send(request.uri(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  private JsonNode get(int node, String path) throws Exception {
    return new ObjectMapper().readTree(send(node, path, HttpRequest.newBuilder().GET()).body());
  }

  private void put(int node, String key) throws Exception {
    HttpResponse<String> answer;
    do {
      answer =
          send(
              node,
              "/v1/kv/default/" + key + "?w=all",
              HttpRequest.newBuilder().PUT(BodyPublishers.ofString("v-" + key)));
    } while (answer.statusCode() == 503);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
  }

  /** Begins a run at a node and asks until it has ended. */
  private JsonNode run(int node, String query) throws Exception {
    HttpResponse<String> begun =
        send(node, "/v1/repair" + query, HttpRequest.newBuilder().POST(BodyPublishers.noBody()));
    assertThat(begun.statusCode()).as(begun.body()).isEqualTo(202);
    String where = begun.headers().firstValue("Location").orElseThrow();
    JsonNode run = get(node, where);
    while (!run.get("state").textValue().equals("ended")) {
      run = get(node, where);
    }
    return run;
  }

  @Test
  @Timeout(120)
  void aRunBringsADiskThatWasLostBackInStepAndSaysSo() throws Exception {
    for (int i = 0; i < nodes.length; i++) {
      start(i);
    }
    for (int i = 0; i < KEYS; i++) {
      put(i % 2, "k" + i);
    }
    for (int i = 0; i < 2; i++) {
      // Whoever comes back is compared at once in the background.
      pause(i);
    }
    stop(LOST);
    loseDisk(LOST);
    start(LOST);
    pause(LOST);

    JsonNode run = run(0, "?keyspace=default&peer=us-2");
    while (!run.get("verdict").textValue().equals("in_step")) {
      // It was not seen to be back yet.
      run = run(0, "?keyspace=default&peer=us-2");
    }
    for (int i = 0; i < KEYS; i++) {
      HttpResponse<String> read =
          send(LOST, "/v1/kv/default/k" + i + "?r=one", HttpRequest.newBuilder().GET());
      assertThat(read.body()).isEqualTo("v-k" + i);
    }

    JsonNode report = get(0, "/v1/repair");
    assertThat(report.get("state").textValue()).isEqualTo("paused");
    JsonNode partners = report.get("partners");
    assertThat(partners.findValuesAsText("id")).containsExactly("us-1", "us-2");
    assertThat(partners.get(1).get("keyspacesInStepSeconds").has("default")).isTrue();
    // It may have asked for some itself before it was paused.
    assertThat(
            brought(report, "us-2", "sentKeys")
                + brought(get(LOST, "/v1/repair"), "", "receivedKeys"))
        .isGreaterThanOrEqualTo(KEYS);
    JsonNode others = run(1, "");
    while (!others.get("verdict").textValue().equals("in_step")) {
      others = run(1, "");
    }
    assertThat(others.get("parts").findValuesAsText("id")).containsExactly("us-0", "us-2");
    partners = get(1, "/v1/repair").get("partners");
    assertThat(partners.findValuesAsText("verdict")).containsExactly("in_step", "in_step");
    assertThat(partners.get(1).get("inStepSeconds").isNull()).isFalse();
  }

  /** How many states there were of a kind, from or to nodes whose id begins so. */
  private static long brought(JsonNode report, String id, String kind) {
    long sum = 0;
    for (JsonNode partner : report.get("partners")) {
      sum += partner.get("id").textValue().startsWith(id) ? partner.get(kind).longValue() : 0;
    }
    return sum;
  }

  private void pause(int node) throws Exception {
    HttpRequest.Builder post = HttpRequest.newBuilder().POST(BodyPublishers.noBody());
    assertThat(send(node, "/v1/repair/pause", post).statusCode()).isEqualTo(204);
  }
}
