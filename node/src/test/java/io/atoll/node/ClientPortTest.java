package io.atoll.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.node.config.NodeConfig;
import io.atoll.node.config.NodeConfigReader;
import io.atoll.server.binary.RawClient;
import io.atoll.wire.ClusterView;
import io.atoll.wire.Greeting;
import io.atoll.wire.LevelCode;
import io.atoll.wire.Request;
import io.atoll.wire.Response;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole node and its two ports for clients. */
class ClientPortTest {
  private static final Request.Terms TERMS = new Request.Terms(1, LevelCode.DEFAULT, false, 20_000);

  @TempDir private Path directory;
  private final Vertx vertx = Vertx.vertx();
  private NodeServer server;

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @BeforeEach
  void start() throws Exception {
    int port = NodePorts.free(4);
    Path file = directory.resolve("node.yaml");
    Files.writeString(
        file,
        """
        clusterName: isles
        nodeId: n1
        dataDirectory: data
        loops: 2
        partitions: 64
        initialMembers:
          - {id: n1, dc: us, rack: a, host: 127.0.0.1, gossip: %d, peer: %d, http: %d, client: %d}
        """
            .formatted(port, port + 1, port + 2, port + 3));
    NodeConfig config = NodeConfigReader.read(file, Map.of(), Map.of());
    server = await(NodeServer.start(vertx, config));
    assertThat(server.clientPort()).isEqualTo(port + 3);
  }

  @AfterEach
  void stop() throws Exception {
    await(server.close());
    await(vertx.close());
  }

  @Test
  void bothPortsServeTheSameStore() throws Exception {
    try (RawClient client = new RawClient(server.clientPort());
        HttpClient http = HttpClient.newHttpClient()) {
      Response.Welcome welcome = client.greet();
      assertThat(welcome.clusterName()).isEqualTo("isles");
      assertThat(welcome.nodeId()).isEqualTo("n1");
      client.send(1, new Request.GetView());
      ClusterView view = ClusterView.decode(((Response.View) client.next()).encoded());
      assertThat(view.members().getFirst().clientPort()).isEqualTo(server.clientPort());
      assertThat(view.keyspaces()).containsKey("default");

      for (int i = 0; i < 100; i++) {
        client.send(
            100 + i,
            new Request.Write(
                TERMS,
                new Request.Writing(bytes("key" + i), List.of(), false, "", bytes("value" + i))));
      }
      for (int i = 0; i < 100; i++) {
        assertThat(client.next()).isInstanceOf(Response.Written.class);
      }
      client.send(300, new Request.Get(TERMS, new Request.Reading(bytes("key42"), List.of())));
      Response.Values values = (Response.Values) client.next();
      assertThat(values.values().getFirst().value()).isEqualTo(bytes("value42"));
      assertThat(values.outcome().answered()).isEqualTo(1);

      String root = "http://127.0.0.1:" + server.httpPort();
      HttpResponse<String> read =
          http.send(
              HttpRequest.newBuilder(URI.create(root + "/v1/kv/default/key42")).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(read.body()).isEqualTo("value42");
      HttpResponse<String> metrics =
          http.send(
              HttpRequest.newBuilder(URI.create(root + "/metrics")).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(metrics.body())
          .contains("atoll_binary_requests_total{operation=\"put\",outcome=\"ok\"} 100.0")
          .contains("atoll_binary_flushes_total");
      String document = Files.readString(Path.of("..", "docs", "metrics.md"));
      assertThat(names(metrics.body(), "atoll_binary_")).hasSizeGreaterThan(10);
      assertThat(names(metrics.body(), "atoll_binary_"))
          .allSatisfy(name -> assertThat(document).contains("`" + name + "`"));
      String gossip = document.substring(document.indexOf("## Gossip"));
      gossip = gossip.substring(0, gossip.indexOf("\n**"));
      assertThat(names(metrics.body(), "atoll_gossip_"))
          .as("meters of gossip, which are those that the document lists")
          .containsExactlyInAnyOrderElementsOf(
              Pattern.compile("`([a-z_]+_total)`")
                  .matcher(gossip)
                  .results()
                  .map(found -> found.group(1))
                  .toList());
    }
  }

  private static List<String> names(String metrics, String prefix) {
    return metrics
        .lines()
        .filter(line -> line.startsWith("# TYPE " + prefix))
        .map(line -> line.split(" ")[2].substring(prefix.length()))
        .toList();
  }

  @Test
  void theHttpPortNamesItselfToTheClientProtocol() throws Exception {
    try (RawClient lost = new RawClient(server.httpPort())) {
      lost.send(Greeting.ofClient().encode());
      lost.send(bytes("\r\n\r\n"));
      assertThat(new String(lost.rest(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.0 400 ")
          .contains("the client protocol has a port of its own");
    }
  }
}
