package io.atoll.server.http;

import static io.atoll.server.http.ApiFixture.header;
import static io.atoll.server.http.ApiFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.resilience.ByteBudget;
import io.vertx.core.Promise;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** A node that has too much to do says so at once. */
class AdmissionTest {
  private static final String PROBE = "GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n";

  private static HttpSettings limits(int maxInFlight, int maxConnections) {
    return HttpSettings.DEFAULT.with(new HttpSettings.Load(maxInFlight, maxConnections));
  }

  @Test
  void oneRequestTooManyIsRefusedAndProbesAreNot() throws Exception {
    try (ApiFixture api = new ApiFixture(limits(1, 10), 1);
        Wire busy = new Wire(api.listener.port())) {
      api.backend.holdsBack = true;
      busy.send("GET /v1/kv/default/k HTTP/1.1\r\nHost: a\r\n\r\n");
      Promise<Void> held = api.backend.held.take();

      HttpResponse<byte[]> refused = api.get("/v1/kv/default/k");
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(json(refused).get("type").textValue()).isEqualTo("urn:atoll:error:overloaded");
      assertThat(header(refused, "Retry-After")).isEqualTo("1");
      assertThat(api.get("/v1/cluster").statusCode()).isEqualTo(503);
      assertThat(api.get("/health/live").statusCode()).isEqualTo(200);
      assertThat(api.get("/metrics").statusCode()).isEqualTo(200);

      api.backend.loop.runOnContext(go -> held.complete());
      assertThat(busy.readUntil("}")).startsWith("HTTP/1.1 404 ");
      api.backend.holdsBack = false;
      assertThat(api.get("/v1/cluster").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void bodiesBeyondTheMemoryForThemAreRefused() throws Exception {
    // What a request takes by itself, and 1,000 bytes.
    ByteBudget memory = new ByteBudget(4 * 1024 + 1000);
    try (ApiFixture api = new ApiFixture(limits(10, 10), memory, 1)) {
      assertThat(api.put("/v1/kv/default/k", "x".repeat(1000)).statusCode()).isEqualTo(204);
      HttpResponse<byte[]> refused = api.put("/v1/kv/default/k", "x".repeat(1001));
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(json(refused).get("type").textValue()).isEqualTo("urn:atoll:error:overloaded");
      assertThat(api.put("/v1/kv/default/k", "x".repeat(1000)).statusCode()).isEqualTo(204);
    }
  }

  @Test
  void oneConnectionTooManyIsClosedWhereAllAreInUse() throws Exception {
    try (ApiFixture api = new ApiFixture(limits(10, 1), 1);
        Wire first = new Wire(api.listener.port())) {
      api.backend.holdsBack = true;
      first.send("GET /v1/kv/default/k HTTP/1.1\r\nHost: a\r\n\r\n");
      Promise<Void> held = api.backend.held.take();
      try (Wire second = new Wire(api.listener.port())) {
        second.send(PROBE);
        assertThat(second.readToEnd()).isEmpty();
      }
      api.backend.loop.runOnContext(go -> held.complete());
      assertThat(first.readUntil("}")).startsWith("HTTP/1.1 404 ");
    }
  }

  @Test
  void aConnectionThatHasNotAskedForAnythingGivesWay() throws Exception {
    try (ApiFixture api = new ApiFixture(limits(10, 2), 1);
        Wire silent = new Wire(api.listener.port());
        Wire slow = new Wire(api.listener.port())) {
      slow.send("GET /health/li");
      try (Wire one = new Wire(api.listener.port())) {
        assertThat(one.send(PROBE).readUntil("}")).startsWith("HTTP/1.1 200 ");
        assertThat(silent.readToEnd()).isEmpty();
        try (Wire other = new Wire(api.listener.port())) {
          assertThat(other.send(PROBE).readUntil("}")).startsWith("HTTP/1.1 200 ");
          assertThat(slow.readToEnd()).isEmpty();
        }
      }
    }
  }
}
