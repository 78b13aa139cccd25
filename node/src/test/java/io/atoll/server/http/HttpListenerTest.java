package io.atoll.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.platform.port.ListenFailedException;
import io.atoll.resilience.ByteBudget;
import io.atoll.runtime.SystemEntropy;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HttpListenerTest {
  private static Future<HttpListener> listen(ApiFixture api, String host, int port) {
    return HttpListener.listen(
        api.vertx,
        List.of(api.backend.loop),
        List.of(api.backend),
        HttpSettings.DEFAULT.with(new HttpSettings.Listen(host, port)),
        ByteBudget.unbounded(),
        api.clock,
        new SystemEntropy(),
        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
  }

  @Test
  void aPortInUseIsOneClearLine() throws IOException {
    try (ApiFixture api = new ApiFixture();
        ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      assertThatThrownBy(() -> ApiFixture.await(listen(api, "127.0.0.1", taken.getLocalPort())))
          .isInstanceOf(ListenFailedException.class)
          .hasMessageContaining("port " + taken.getLocalPort() + " on 127.0.0.1")
          .hasMessageContaining("in use")
          .hasMessageNotContaining("\n");
    }
  }

  @Test
  void anotherNodeOfThisProcessDoesNotShareThePort() {
    try (ApiFixture api = new ApiFixture()) {
      assertThatThrownBy(() -> ApiFixture.await(listen(api, "127.0.0.1", api.listener.port())))
          .isInstanceOf(ListenFailedException.class);
    }
  }

  @Test
  void anAddressThatIsNotOfThisMachineIsRefused() {
    try (ApiFixture api = new ApiFixture()) {
      assertThatThrownBy(() -> ApiFixture.await(listen(api, "192.0.2.1", 0)))
          .isInstanceOf(ListenFailedException.class)
          .hasMessageContaining("192.0.2.1");
      assertThatThrownBy(() -> ApiFixture.await(listen(api, "no.such.host.invalid", 0)))
          .isInstanceOf(ListenFailedException.class)
          .hasMessageContaining("no.such.host.invalid");
    }
  }

  @Test
  void everyLoopServesItsOwnBackendOnOnePort() throws Exception {
    try (ApiFixture api = new ApiFixture(HttpSettings.DEFAULT, 3)) {
      List<Wire> wires = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        Wire wire = new Wire(api.listener.port());
        wires.add(wire);
        wire.send("GET /v1/kv/default/k HTTP/1.1\r\nHost: a\r\n\r\n").readUntil("}");
      }
      assertThat(api.backends).allSatisfy(backend -> assertThat(backend.requests).hasSize(4));
      assertThat(api.backends).allSatisfy(backend -> assertThat(backend.calledElsewhere).isFalse());
      for (Wire wire : wires) {
        wire.close();
      }
    }
  }

  @Test
  void aClosedListenerLeavesThePort() throws Exception {
    try (ApiFixture api = new ApiFixture()) {
      api.put("/v1/kv/default/k", "x");
      int port = api.listener.port();
      ApiFixture.await(api.listener.close());
      assertThatThrownBy(() -> new Wire(port)).isInstanceOf(ConnectException.class);
      assertThat(ApiFixture.await(listen(api, "127.0.0.1", port)).port()).isEqualTo(port);
    }
  }

  @Test
  void aConnectionUpgradedToHttp2IsCountedOnce() throws Exception {
    try (ApiFixture api = new ApiFixture()) {
      try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
        for (int i = 0; i < 3; i++) {
          HttpResponse<String> answer =
              client.send(
                  HttpRequest.newBuilder(
                          URI.create(
                              "http://127.0.0.1:" + api.listener.port() + "/v1/kv/default/k" + i))
                      .PUT(HttpRequest.BodyPublishers.ofString("x".repeat(100)))
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
          assertThat(answer.statusCode()).isEqualTo(204);
          assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
        }
        assertThat(api.meter("atoll_http_connections{loop=\"0\"}")).isEqualTo(1);
      }
    }
  }
}
