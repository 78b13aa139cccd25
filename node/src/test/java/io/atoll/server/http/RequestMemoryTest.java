package io.atoll.server.http;

import static io.atoll.server.http.ApiFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.resilience.ByteBudget;
import io.vertx.core.Future;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What clients make the HTTP door hold stays within its memory, whoever they are. */
class RequestMemoryTest {
  private static final String KEY = "/v1/kv/default/k";
  private static final int VALUE_BYTES = 1_000_000;

  private static String get(int times) {
    return "GET %s HTTP/1.1\r\nHost: a\r\n\r\n".formatted(KEY).repeat(times);
  }

  private static void untilIdle(ApiFixture api, ByteBudget memory) {
    for (int turns = 0; turns < 20_000 && memory.reservedBytes() > 0; turns++) {
      turn(api);
    }
    assertThat(memory.reservedBytes()).isZero();
  }

  private static void turn(ApiFixture api) {
    ApiFixture.await(
        Future.<Void>future(turn -> api.backend.loop.runOnContext(go -> turn.complete())));
  }

  @Test
  void anAnswerThatFindsNoMemoryIsRefusedAndSmallOnesAreNot() throws Exception {
    ByteBudget memory = new ByteBudget(2_000_000);
    try (ApiFixture api = new ApiFixture(HttpSettings.DEFAULT, memory, 1)) {
      assertThat(api.put(KEY, "x".repeat(VALUE_BYTES)).statusCode()).isEqualTo(204);
      memory.reserve(1_500_000);
      HttpResponse<byte[]> refused = api.get(KEY);
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(json(refused).get("type").textValue()).isEqualTo("urn:atoll:error:overloaded");
      assertThat(ApiFixture.header(refused, "Retry-After")).isEqualTo("1");
      assertThat(api.get("/v1/kv/default/absent").statusCode()).isEqualTo(404);
      memory.reserve(600_000);
      assertThat(api.get("/v1/kv/default/absent").statusCode()).isEqualTo(503);
      assertThat(api.get("/health/live").statusCode()).isEqualTo(200);
      memory.release(2_100_000);
      assertThat(api.get(KEY).body()).hasSize(VALUE_BYTES);
      untilIdle(api, memory);
    }
  }

  @Test
  void requestsWhoseAnswersNobodyReadsAreNotServed() throws Exception {
    ByteBudget memory = new ByteBudget(100_000_000);
    try (ApiFixture api = new ApiFixture(HttpSettings.DEFAULT, memory, 1)) {
      api.put(KEY, "x".repeat(VALUE_BYTES));
      int before = api.backend.requests.size();
      try (Wire client = new Wire(api.listener.port())) {
        client.send(get(500));
        api.untilMeter("atoll_http_requests_in_flight{loop=\"0\"}", 1);
        // What the kernel took on its way is served as well, and the rest waits.
        assertThat(api.backend.requests.size() - before).isLessThan(40);
        assertThat(memory.reservedBytes()).isLessThan(3L * VALUE_BYTES);
        String inFlight = "atoll_http_requests_in_flight{loop=\"0\"}";
        for (int i = 0; i < 200_000 && api.meter(inFlight) > 0; i++) {
          api.clock.advanceMs(HttpSettings.DEFAULT.waits().stallMs() / 4);
          turn(api);
        }
        assertThat(client.readToEnd().length()).isLessThan(40 * VALUE_BYTES);
      }
      untilIdle(api, memory);
    }
  }

  @Test
  void clientsThatReadTheirPipelineGetAllOfIt() throws Exception {
    ByteBudget memory = new ByteBudget(100_000_000);
    try (ApiFixture api = new ApiFixture(HttpSettings.DEFAULT, memory, 1)) {
      api.put(KEY, "x".repeat(VALUE_BYTES));
      try (Wire client = new Wire(api.listener.port())) {
        client.send(get(20) + "GET /health/live HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        assertThat(client.readToEnd().length()).isGreaterThan(20 * VALUE_BYTES);
      }
      untilIdle(api, memory);
    }
  }

  @Test
  void unfinishedHeadsAreClosedOldestFirstBeforeAnybodyIsRefused() throws Exception {
    // Heads may take a quarter: four of these, which are kept as they came.
    ByteBudget memory = new ByteBudget(4 * 4 * 16_000 + 100_000);
    try (ApiFixture api = new ApiFixture(HttpSettings.DEFAULT, memory, 1)) {
      String begun = "GET / HTTP/1.1\r\n" + "a:b\r\n".repeat(3_000);
      List<Wire> strangers = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        strangers.add(new Wire(api.listener.port()));
        strangers.getLast().send(begun);
      }
      for (int i = 0; i < 5; i++) {
        assertThat(strangers.get(i).readToEnd()).as("number %d", i).isEmpty();
      }
      assertThat(api.get("/v1/kv/default/absent").statusCode()).isEqualTo(404);
      assertThat(memory.reservedBytes()).isBetween(1L, 100_000L);
      Wire last = strangers.getLast();
      last.send("Host: a\r\n\r\n").readUntil("}");
      for (Wire stranger : strangers) {
        stranger.close();
      }
      untilIdle(api, memory);
    }
  }

  @Test
  void aHeadThatComesInPiecesBehindAWholeRequestCountsToo() throws Exception {
    ByteBudget memory = new ByteBudget(5_000_000);
    try (ApiFixture api = new ApiFixture(HttpSettings.DEFAULT, memory, 1)) {
      String probe = "GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n";
      List<Wire> clients = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        clients.add(new Wire(api.listener.port()));
        clients.getLast().send(probe + "GET / HTTP/1.1\r\n" + "a:b\r\n".repeat(3_000));
      }
      assertThat(clients.getFirst().readToEnd()).startsWith("HTTP/1.1 200 ");
      assertThat(clients.getLast().send("Host: a\r\n\r\n").readUntil("openapi"))
          .startsWith("HTTP/1.1 200 ");
      for (Wire client : clients) {
        client.close();
      }
      untilIdle(api, memory);
    }
  }

  @Test
  void bodiesThatTakeTheirTimeMakeRoomWhenMemoryIsShort() throws Exception {
    ByteBudget memory = new ByteBudget(1_000_000);
    try (ApiFixture api = new ApiFixture(HttpSettings.DEFAULT, memory, 1);
        Wire slow = new Wire(api.listener.port())) {
      slow.send("PUT %s HTTP/1.1\r\nHost: a\r\nContent-Length: 950000\r\n\r\n".formatted(KEY));
      slow.send("x".repeat(940_000));
      api.untilMeter("atoll_http_body_held_bytes{loop=\"0\"}", 940_000);
      api.clock.advanceMs(2_001);
      assertThat(slow.readUntil("}")).startsWith("HTTP/1.1 503 ");
      untilIdle(api, memory);
    }
  }
}
