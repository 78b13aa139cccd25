package io.atoll.router.proxy;

import static io.atoll.router.proxy.Stage.header;
import static io.atoll.router.proxy.Stage.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.router.config.RouterConfig;
import io.atoll.router.health.NodeAddress;
import io.atoll.router.health.Upstreams;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the router refuses, what it says of itself, and how it ends. */
class BoundsTest {
  private static final String KEY = "/v1/kv/default/k";

  @Test
  void aBodyThatIsTooLargeIsRefusedBeforeItIsSent() throws Exception {
    try (Stage stage =
        new Stage("us-1")
            .start(
                settings ->
                    settings.with(new ProxySettings.Bounds(1000, 1 << 20, 1 << 20, 10, 10)))) {
      HttpResponse<String> declared = stage.put(KEY, "x".repeat(1001));
      assertThat(declared.statusCode()).isEqualTo(413);
      assertThat(json(declared).getString("detail")).contains("1000 bytes");
      HttpResponse<String> chunked =
          stage.send(
              HttpRequest.newBuilder(stage.uri(KEY))
                  .PUT(
                      BodyPublishers.ofInputStream(
                          () ->
                              new ByteArrayInputStream(
                                  "x".repeat(1001).getBytes(StandardCharsets.UTF_8)))));
      assertThat(chunked.statusCode()).isEqualTo(413);
      assertThat(stage.node("us-1").seen()).isEmpty();
      stage.node("us-1").does((request, body) -> request.response().end("" + body.length()));
      assertThat(stage.put(KEY, "x".repeat(1000)).body()).isEqualTo("1000");
    }
  }

  @Test
  void oneRequestMoreThanMayBeInFlightIsRefusedAtOnce() throws Exception {
    try (Stage stage =
        new Stage("us-1")
            .start(
                settings ->
                    settings.with(new ProxySettings.Bounds(1000, 1 << 20, 1 << 20, 1, 10)))) {
      BlockingQueue<HttpServerRequest> waiting = new LinkedBlockingQueue<>();
      stage.node("us-1").does((request, body) -> waiting.add(request));
      var first = putAsync(stage);
      HttpServerRequest held = waiting.take();
      HttpResponse<String> refused = stage.get(KEY);
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(json(refused).getString("type")).isEqualTo("urn:atoll:error:overloaded");
      assertThat(header(refused, "retry-after")).isEqualTo("1");
      assertThat(stage.get("/health/ready").statusCode()).isEqualTo(200);
      held.response().setStatusCode(204).end();
      assertThat(first.join().statusCode()).isEqualTo(204);
    }
  }

  @Test
  void aNodeGetsNoMoreRequestsThanItMayHave() throws Exception {
    try (Stage stage =
        new Stage("us-1").start(s -> s.with(s.loadBalancer().withMaxInFlightPerNode(1)))) {
      BlockingQueue<HttpServerRequest> waiting = new LinkedBlockingQueue<>();
      stage.node("us-1").does((request, body) -> waiting.add(request));
      var first = putAsync(stage);
      HttpServerRequest held = waiting.take();
      HttpResponse<String> refused = stage.put(KEY, "y");
      assertThat(json(refused).getString("type")).isEqualTo("urn:atoll:error:overloaded");
      held.response().setStatusCode(204).end();
      first.join();
    }
  }

  @Test
  void aClientOverItsRateIsToldWhenToComeBackAndOthersAreNot() throws Exception {
    try (Stage stage = new Stage("us-1")) {
      stage.start(
          stage.config(new RouterConfig.RateLimit(1, 2, "Client", 10)), settings -> settings);
      assertThat(as(stage, "a").statusCode()).isEqualTo(200);
      assertThat(as(stage, "a").statusCode()).isEqualTo(200);
      HttpResponse<String> refused = as(stage, "a");
      // A slow machine may let a second pass and a token come back.
      for (int i = 0; i < 100 && refused.statusCode() == 200; i++) {
        refused = as(stage, "a");
      }
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(header(refused, "retry-after")).isEqualTo("1");
      assertThat(json(refused).getString("type")).isEqualTo("urn:atoll:error:rate-limited");
      assertThat(as(stage, "b").statusCode()).isEqualTo(200);
      assertThat(stage.get("/health/ready").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aConnectionOnWhichNoWholeRequestArrivesIsClosed() throws Exception {
    try (Stage stage =
            new Stage("us-1")
                .start(
                    settings ->
                        settings.with(
                            new ProxySettings.Times(
                                5_000,
                                30_000,
                                300,
                                300,
                                10_000,
                                1_000,
                                1_000_000_000L,
                                1_000_000_000L)));
        Socket socket = new Socket("127.0.0.1", stage.router().port())) {
      socket
          .getOutputStream()
          .write(
              "PUT /v1/kv/default/k HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc"
                  .getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(answer.isEmpty() || answer.startsWith("HTTP/1.1 408")).isTrue();
      assertThat(stage.node("us-1").seen()).isEmpty();
    }
  }

  @Test
  void aStopWaitsForTheRequestsInFlightAndTakesNoMore() throws Exception {
    try (Stage stage = new Stage("us-1").start()) {
      BlockingQueue<HttpServerRequest> waiting = new LinkedBlockingQueue<>();
      stage.node("us-1").does((request, body) -> waiting.add(request));
      var inFlight = putAsync(stage);
      HttpServerRequest held = waiting.take();
      int port = stage.router().port();
      Future<Void> closing = stage.router().close();
      awaitRefusal(port);
      assertThat(closing.isComplete()).isFalse();
      held.response().setStatusCode(204).end();
      assertThat(inFlight.join().statusCode()).isEqualTo(204);
      closing.await();
    }
  }

  @Test
  void aPortThatIsTakenIsToldInOneLine() {
    try (Stage stage = new Stage("us-1").start()) {
      RouterConfig own = stage.config(new RouterConfig.RateLimit(0, 1, "", 10));
      RouterConfig same =
          new RouterConfig(
              own.host(),
              stage.router().port(),
              own.upstreams(),
              own.seeds(),
              own.localDc(),
              own.loops(),
              own.loopPatienceMs(),
              own.drainMs(),
              own.limits(),
              own.rate(),
              own.probes(),
              own.retryPercent());
      assertThatThrownBy(() -> Router.start(stage.vertx, same).await())
          .hasMessage(
              "HTTP port %d on 127.0.0.1 is in use: stop the program that uses it, or set --listen"
                      .formatted(stage.router().port())
                  + " to another");
    }
  }

  @Test
  void thePageSaysHowNodesStandAndWhy() throws Exception {
    try (Stage stage = new Stage("us-1", "eu-1").start()) {
      stage.get(KEY);
      stage.node("eu-1").close();
      stage.awaitState("eu-1", "down");
      JsonObject page = stage.page();
      assertThat(page.getString("state")).isEqualTo("ready");
      assertThat(page.getString("first")).isEqualTo("us");
      JsonObject eu = page.getJsonArray("dcs").getJsonObject(1);
      assertThat(eu.getBoolean("usable")).isFalse();
      assertThat(eu.getJsonArray("nodes").getJsonObject(0).getString("why"))
          .startsWith("probe failed: ");
      assertThat(
              eu.getJsonArray("nodes").getJsonObject(0).getJsonObject("lastError").getLong("agoMs"))
          .isNotNegative();
      JsonObject loop = page.getJsonArray("loops").getJsonObject(0);
      assertThat(loop.getJsonObject("retryBudget").getDouble("size")).isEqualTo(256);
      String metrics = stage.get("/metrics").body();
      assertThat(metrics)
          .contains(
              "atoll_router_node_ready{dc=\"us\",node=\"us-1\"} 1.0",
              "atoll_router_node_ready{dc=\"eu\",node=\"eu-1\"} 0.0",
              "atoll_router_dc_first{dc=\"us\"} 1.0",
              "atoll_router_requests_total{operation=\"kv_read\",status=\"2xx\"} 1.0");
      assertThat(stage.put("/v1/router", "x").statusCode()).isEqualTo(405);
    }
  }

  @Test
  void everyMeterIsDocumented() throws Exception {
    String document = Files.readString(Path.of("..", "docs", "metrics.md"));
    try (Stage stage = new Stage("us-1").start()) {
      stage.get(KEY);
      List<String> names =
          Pattern.compile("# TYPE atoll_router_(\\w+) ")
              .matcher(stage.get("/metrics").body())
              .results()
              .map(found -> found.group(1))
              .toList();
      assertThat(names).hasSizeGreaterThan(10);
      assertThat(names).allSatisfy(name -> assertThat(document).contains("| `" + name + "`"));
    }
  }

  @Test
  void membersAreLearnedFromASeedAndFollowed() throws Exception {
    try (Stage stage = new Stage("us-1", "eu-1")) {
      stage.node("us-1").does(cluster(stage.node("us-1"), stage.node("eu-1")));
      NodeAddress seed = new NodeAddress("seed", "127.0.0.1", stage.node("us-1").port());
      stage.start(
          Stage.config(
              Upstreams.EMPTY, List.of(seed), "eu", new RouterConfig.RateLimit(0, 1, "", 10)),
          settings -> settings);
      stage.awaitState("eu-1", "ready");
      stage.awaitState("us-1", "ready");
      stage.await(page -> "eu".equals(page.getString("first")));
      assertThat(stage.get(KEY).body()).isEqualTo("from eu-1");
    }
  }

  @Test
  void aSeedThatTalksNonsenseIsNoReasonToFail() throws Exception {
    try (Stage stage = new Stage("us-1")) {
      stage.node("us-1").does(FakeNode.answers(200, "{\"nodes\": [{\"id\": 3}]}"));
      NodeAddress seed = new NodeAddress("seed", "127.0.0.1", stage.node("us-1").port());
      stage.start(
          Stage.config(
              Upstreams.EMPTY, List.of(seed), "", new RouterConfig.RateLimit(0, 1, "", 10)),
          settings -> settings);
      assertThat(stage.get(KEY).statusCode()).isEqualTo(503);
      stage.node("us-1").does(cluster(stage.node("us-1")));
      stage.awaitState("us-1", "ready");
    }
  }

  private static FakeNode.Behaviour cluster(FakeNode... nodes) {
    JsonArray list = new JsonArray();
    for (FakeNode node : nodes) {
      list.add(
          new JsonObject()
              .put("id", node.name())
              .put("dc", Stage.dc(node.name()))
              .put("host", "127.0.0.1")
              .put("ports", new JsonObject().put("http", node.port())));
    }
    String answer = new JsonObject().put("nodes", list).encode();
    return (request, body) ->
        request
            .response()
            .end(request.path().equals("/v1/cluster") ? answer : "from " + nodes[0].name());
  }

  private static HttpResponse<String> as(Stage stage, String client) throws Exception {
    return stage.send(HttpRequest.newBuilder(stage.uri(KEY)).header("Client", client));
  }

  private static CompletableFuture<HttpResponse<String>> putAsync(Stage stage) {
    return stage
        .client()
        .sendAsync(
            HttpRequest.newBuilder(stage.uri(KEY + "?timeout=30s"))
                .PUT(BodyPublishers.ofString("x"))
                .build(),
            BodyHandlers.ofString());
  }

  /**
   * Connects until nobody takes it; a connection that meets the closing is reset, which is no end.
   */
  private static void awaitRefusal(int port) throws IOException {
    while (true) {
      try (Socket socket = new Socket("127.0.0.1", port)) {
        socket.getLocalPort();
      } catch (ConnectException refused) {
        return;
      } catch (SocketException reset) {
        Thread.onSpinWait();
      }
    }
  }
}
