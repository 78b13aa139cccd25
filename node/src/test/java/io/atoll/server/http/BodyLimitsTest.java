package io.atoll.server.http;

import static io.atoll.server.http.ApiFixture.header;
import static io.atoll.server.http.ApiFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Request bodies are bounded while they arrive, in bytes and in time. */
class BodyLimitsTest {
  private static final String TOO_LARGE = "urn:atoll:error:body-too-large";
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
  void aBodyDeclaredTooLargeIsRefusedBeforeItArrives() throws Exception {
    try (Wire wire = new Wire(api.listener.port())) {
      wire.send(
          "PUT /v1/kv/default/k HTTP/1.1\r\nHost: a\r\nContent-Length: 1048577\r\n\r\nfirst bytes");
      String answer = wire.readUntil("}");
      assertThat(answer).startsWith("HTTP/1.1 413 ").contains(TOO_LARGE, "1048576");
      assertThat(answer.toLowerCase(Locale.ROOT)).contains("connection: close");
      api.clock.advanceMs(2_000);
      assertThat(wire.readToEnd()).isEmpty();
    }
    assertThat(api.backend.requests).isEmpty();
  }

  @Test
  void aDeclaredLengthBeyondAllNumbersIsRefused() throws Exception {
    try (Wire wire = new Wire(api.listener.port())) {
      wire.send(
          "PUT /v1/kv/default/k HTTP/1.1\r\n"
              + "Host: a\r\n"
              + "Content-Length: 99999999999999999999\r\n\r\n");
      assertThat(wire.readUntil("}")).containsAnyOf("HTTP/1.1 413 ", "HTTP/1.1 400 ");
    }
  }

  @Test
  void aChunkedBodyIsRefusedWhenItExceedsTheLimit() throws Exception {
    byte[] body = new byte[3 * 1024 * 1024];
    HttpResponse<byte[]> put =
        api.send(
            api.request("/v1/kv/default/k")
                .PUT(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));
    assertThat(put.statusCode()).isEqualTo(413);
    assertThat(json(put).get("type").textValue()).isEqualTo(TOO_LARGE);
    assertThat(json(put).get("limitBytes").intValue()).isEqualTo(1024 * 1024);
    assertThat(api.backend.requests).isEmpty();
  }

  @Test
  void aChunkedBodyOfExactlyTheLimitIsTaken() throws Exception {
    byte[] body = new byte[1024 * 1024];
    for (int i = 0; i < body.length; i++) {
      body[i] = (byte) ((i * 31) >> 3);
    }
    HttpResponse<byte[]> put =
        api.send(
            api.request("/v1/kv/default/k")
                .PUT(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));
    assertThat(put.statusCode()).isEqualTo(204);
    assertThat(api.get("/v1/kv/default/k").body()).isEqualTo(body);
    assertThat(api.meter("atoll_http_body_bytes_total{direction=\"in\"}")).isEqualTo(body.length);
    api.untilMeter("atoll_http_body_held_bytes{loop=\"0\"}", 0);
  }

  @Test
  void aClientThatAsksFirstIsToldToGoOnOrNot() throws Exception {
    try (Wire wire = new Wire(api.listener.port())) {
      String head = "PUT /v1/kv/default/k HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n";
      wire.send(head + "Content-Length: 5\r\n\r\n");
      assertThat(wire.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 100 ");
      wire.send("hello");
      assertThat(wire.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 204 ");
      wire.send(head + "Content-Length: 2000000\r\n\r\n");
      assertThat(wire.readUntil("\r\n")).startsWith("HTTP/1.1 413 ");
    }
  }

  @Test
  void aHalfSentBodyTimesOutAndLeavesNothing() throws Exception {
    try (Wire wire = new Wire(api.listener.port())) {
      wire.send(
          "PUT /v1/kv/default/k HTTP/1.1\r\n"
              + "Host: a\r\n"
              + "Expect: 100-continue\r\n"
              + "Content-Length: 10\r\n\r\n");
      wire.readUntil("\r\n\r\n");
      wire.send("half");
      assertThat(api.meter("atoll_http_requests_in_flight{loop=\"0\"}")).isEqualTo(1);
      api.clock.advanceMs(HttpSettings.DEFAULT.waits().bodyMs() + 1);
      assertThat(wire.readUntil("}")).startsWith("HTTP/1.1 408 ").contains("request-timeout");
      api.clock.advanceMs(2_000);
      assertThat(wire.readToEnd()).isEmpty();
    }
    api.get("/health/live");
    api.untilMeter("atoll_http_requests_in_flight{loop=\"0\"}", 0);
    api.untilMeter("atoll_http_body_held_bytes{loop=\"0\"}", 0);
    assertThat(api.backend.requests).isEmpty();
  }

  @Test
  void anOversizedHttp2BodyEndsItsStreamOnly() throws Exception {
    HttpClient client =
        api.vertx.createHttpClient(
            new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false));
    HttpClientRequest large = ApiFixture.await(client.request(at(HttpMethod.PUT, "large")));
    large.setChunked(true);
    HttpClientResponse refused =
        ApiFixture.await(
            large.send(Buffer.buffer(new byte[5 * 1024 * 1024])).recover(e -> large.response()));
    assertThat(refused.version()).isEqualTo(HttpVersion.HTTP_2);
    assertThat(refused.statusCode()).isEqualTo(413);

    HttpClientRequest small = ApiFixture.await(client.request(at(HttpMethod.PUT, "small")));
    assertThat(small.connection()).isSameAs(large.connection());
    HttpClientResponse taken = ApiFixture.await(small.send(Buffer.buffer("x")));
    assertThat(taken.statusCode()).isEqualTo(204);
    assertThat(taken.getHeader("Atoll-Context")).isNotNull();
    ApiFixture.await(client.close());
  }

  private RequestOptions at(HttpMethod method, String key) {
    return new RequestOptions()
        .setMethod(method)
        .setHost("127.0.0.1")
        .setPort(api.listener.port())
        .setURI("/v1/kv/default/" + key);
  }

  @Test
  void aKeyspaceDefinitionIsBoundedToo() throws Exception {
    HttpResponse<byte[]> put = api.put("/v1/keyspaces/k", " ".repeat(64 * 1024 + 1));
    assertThat(put.statusCode()).isEqualTo(413);
    assertThat(header(put, "Content-Type")).isEqualTo("application/problem+json");
  }
}
