package io.atoll.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What clients do that are broken, slow, hostile or merely fast. */
class WireTest {
  private static final String PUT = "PUT /v1/kv/default/%s HTTP/1.1\r\nHost: a\r\n";
  private ApiFixture api;

  @BeforeEach
  void open() {
    api = new ApiFixture();
  }

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void garbageClosesItsConnectionOnly() throws Exception {
    Random random = new Random(7);
    for (int i = 0; i < 50; i++) {
      byte[] garbage = new byte[1 + random.nextInt(4000)];
      random.nextBytes(garbage);
      garbage[garbage.length - 1] = '\n';
      try (Wire wire = new Wire(api.listener.port())) {
        wire.send(garbage).send("\r\n\r\n");
        String answer = wire.readToEnd();
        assertThat(answer).matches(text -> text.isEmpty() || text.matches("(?s)HTTP/1\\.[01] 4.*"));
      }
    }
    assertThat(api.backend.requests).isEmpty();
    assertThat(api.put("/v1/kv/default/k", "x").statusCode()).isEqualTo(204);
  }

  @Test
  void aMalformedRequestLineIsAProblem() throws Exception {
    try (Wire wire = new Wire(api.listener.port())) {
      wire.send("GET\r\n\r\n");
      assertThat(wire.readToEnd())
          .contains(" 400 ", "application/problem+json", "urn:atoll:error:malformed-request");
    }
  }

  @Test
  void aRequestLineBeyondAllKeysIsAProblem() throws Exception {
    try (Wire wire = new Wire(api.listener.port())) {
      wire.send("GET /v1/kv/default/" + "k".repeat(100_000) + " HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(wire.readToEnd()).contains(" 414 ", "key-too-long");
    }
  }

  @Test
  void headersBeyondTheirBoundAreAProblem() throws Exception {
    try (Wire wire = new Wire(api.listener.port())) {
      wire.send("GET / HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(40_000) + "\r\n\r\n");
      assertThat(wire.readToEnd()).contains(" 431 ", "headers-too-large");
    }
  }

  @Test
  void aMalformedKeyIsAProblem() throws Exception {
    for (String key : new String[] {"%", "%4", "%zz", "a%0"}) {
      try (Wire wire = new Wire(api.listener.port())) {
        wire.send("GET /v1/kv/default/" + key + " HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(wire.readUntil("}")).startsWith("HTTP/1.1 400 ").contains("malformed-key");
      }
    }
  }

  @Test
  void rawBytesInAPathAreBytesOfTheKey() throws Exception {
    try (Wire wire = new Wire(api.listener.port())) {
      wire.send(PUT.formatted("a\u00ff\u0080") + "Content-Length: 1\r\n\r\nx");
      assertThat(wire.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 204 ");
    }
    assertThat(api.backend.siblings("default", new byte[] {'a', (byte) 0xff, (byte) 0x80}).live())
        .hasSize(1);
  }

  @Test
  void theAbsoluteFormOfATargetIsUnderstood() throws Exception {
    try (Wire wire = new Wire(api.listener.port())) {
      wire.send("GET http://any.host/health/live?a=b HTTP/1.1\r\nHost: any.host\r\n\r\n");
      assertThat(wire.readUntil("}")).startsWith("HTTP/1.1 200 ").contains("\"live\"");
      wire.send("GET http://any.host HTTP/1.1\r\nHost: any.host\r\n\r\n");
      assertThat(wire.readUntil("}}")).startsWith("HTTP/1.1 200 ").contains("\"Atoll\"");
    }
  }

  @Test
  void pipelinedRequestsAreAnsweredInOrder() throws Exception {
    StringBuilder requests = new StringBuilder();
    for (int i = 0; i < 50; i++) {
      requests.append(PUT.formatted("p" + i)).append("Content-Length: 2\r\n\r\n").append(10 + i);
    }
    for (int i = 0; i < 50; i++) {
      requests.append("GET /v1/kv/default/p%d HTTP/1.1\r\nHost: a\r\n".formatted(i));
      requests.append(i == 49 ? "Connection: close\r\n\r\n" : "\r\n");
    }
    try (Wire wire = new Wire(api.listener.port())) {
      wire.send(requests.toString());
      String answers = wire.readToEnd();
      assertThat(answers.split("HTTP/1.1 204 ", -1)).hasSize(51);
      String[] values = answers.split("HTTP/1.1 200 ", -1);
      assertThat(values).hasSize(51);
      for (int i = 0; i < 50; i++) {
        assertThat(values[i + 1]).endsWith("\r\n\r\n" + (10 + i));
      }
    }
  }

  @Test
  void aConnectionCutWithinABodyLeavesNothing() throws Exception {
    try (Wire wire = new Wire(api.listener.port())) {
      wire.send(PUT.formatted("k") + "Expect: 100-continue\r\nContent-Length: 100\r\n\r\n");
      wire.readUntil("\r\n\r\n");
      wire.send("some");
    }
    api.untilMeter("atoll_http_requests_total{operation=\"kv_put\",status=\"aborted\"}", 1);
    api.untilMeter("atoll_http_requests_in_flight{loop=\"0\"}", 0);
    api.untilMeter("atoll_http_body_held_bytes{loop=\"0\"}", 0);
    api.untilMeter("atoll_http_connections{loop=\"0\"}", 0);
    assertThat(api.backend.requests).isEmpty();
  }

  @Test
  void workForAClientThatWentStillCountsUntilItIsDone() throws Exception {
    api.backend.holdsBack = true;
    try (Wire wire = new Wire(api.listener.port())) {
      wire.send("GET /v1/kv/default/k HTTP/1.1\r\nHost: a\r\n\r\n");
      api.backend.requests.take();
    }
    api.untilMeter("atoll_http_requests_total{operation=\"kv_get\",status=\"aborted\"}", 1);
    assertThat(api.meter("atoll_http_requests_in_flight{loop=\"0\"}")).isEqualTo(1);
    var held = api.backend.held.take();
    api.backend.loop.runOnContext(go -> held.complete());
    api.untilMeter("atoll_http_requests_in_flight{loop=\"0\"}", 0);
  }

  @Test
  void aConnectionThatNeverFinishesARequestIsClosed() throws Exception {
    try (Wire wire = new Wire(api.listener.port())) {
      wire.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
      wire.readUntil("}}");
      api.untilMeter("atoll_http_requests_in_flight{loop=\"0\"}", 0);
      wire.send("GET / HTTP/1.1\r\nX-Slow: ");
      api.clock.advanceMs(HttpSettings.DEFAULT.waits().idleMs() + 1);
      assertThat(wire.readToEnd()).isEmpty();
    }
    api.untilMeter("atoll_http_connections{loop=\"0\"}", 0);
  }
}
