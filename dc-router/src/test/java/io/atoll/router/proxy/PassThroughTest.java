package io.atoll.router.proxy;

import static io.atoll.router.proxy.Stage.header;
import static io.atoll.router.proxy.Stage.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a node says is what the client hears. */
class PassThroughTest {
  private static Stage stage;
  private static FakeNode node;

  @BeforeAll
  static void start() {
    stage = new Stage("us-1").start();
    node = stage.node("us-1");
  }

  @AfterAll
  static void stop() {
    stage.close();
  }

  @BeforeEach
  void forget() {
    node.seen().clear();
  }

  @Test
  void statusHeadersAndBodyOfAnAnswerArriveAsTheyWereSent() throws Exception {
    node.does(
        (request, body) ->
            request
                .response()
                .setStatusCode(300)
                .putHeader("Content-Type", "multipart/mixed; boundary=b")
                .putHeader("Atoll-Context", "AgEA")
                .putHeader("Atoll-Replicas", "asked=3, answered=2")
                .putHeader("ETag", "\"AgEA\"")
                .putHeader("Connection", "keep-alive, X-Mine")
                .putHeader("X-Mine", "of one connection")
                .end("--b\r\n\r\none\r\n--b\r\n\r\ntwo\r\n--b--\r\n"));
    HttpResponse<String> response = stage.get("/v1/kv/default/k");
    assertThat(response.statusCode()).isEqualTo(300);
    assertThat(response.body()).isEqualTo("--b\r\n\r\none\r\n--b\r\n\r\ntwo\r\n--b--\r\n");
    assertThat(header(response, "content-type")).isEqualTo("multipart/mixed; boundary=b");
    assertThat(header(response, "atoll-context")).isEqualTo("AgEA");
    assertThat(header(response, "etag")).isEqualTo("\"AgEA\"");
    assertThat(header(response, "x-mine")).isEmpty();
    assertThat(header(response, "atoll-router")).isEqualTo("dc=us, node=us-1, attempts=1");
  }

  @Test
  void headersAndBodyOfARequestArriveAsTheyWereSent() throws Exception {
    node.does(FakeNode.answers(204, ""));
    stage.send(
        HttpRequest.newBuilder(stage.uri("/v1/kv/default/k?w=all"))
            .PUT(BodyPublishers.ofString("välue"))
            .header("Content-Type", "text/x-mine")
            .header("Atoll-Context", "AgEA"));
    FakeNode.Seen seen = node.seen().getFirst();
    assertThat(seen.method()).isEqualTo("PUT");
    assertThat(seen.body()).isEqualTo("välue");
    assertThat(seen.headers())
        .containsEntry("content-type", "text/x-mine")
        .containsEntry("atoll-context", "AgEA")
        .containsEntry("host", "127.0.0.1:" + node.port());
  }

  @Test
  void anErrorOfANodeIsTheClientsAndNotRepeated() throws Exception {
    node.does(FakeNode.problem(409, "too-many-siblings"));
    HttpResponse<String> response = stage.put("/v1/kv/default/k", "x");
    assertThat(response.statusCode()).isEqualTo(409);
    assertThat(header(response, "content-type")).isEqualTo("application/problem+json");
    assertThat(json(response).getString("type")).isEqualTo("urn:atoll:error:too-many-siblings");
    assertThat(node.seen()).hasSize(1);
  }

  @Test
  void headAndNotModifiedKeepTheirLengthWithoutABody() throws Exception {
    node.does(
        (request, body) ->
            request.response().putHeader("content-length", "12345").setStatusCode(200).end());
    HttpResponse<String> response =
        stage.send(
            HttpRequest.newBuilder(stage.uri("/v1/kv/default/k"))
                .method("HEAD", BodyPublishers.noBody()));
    assertThat(header(response, "content-length")).isEqualTo("12345");
    assertThat(response.body()).isEmpty();
    node.does((request, body) -> request.response().setStatusCode(304).end());
    assertThat(stage.get("/v1/kv/default/k").statusCode()).isEqualTo(304);
  }

  @Test
  void http2WithoutTlsIsServedToo() throws Exception {
    node.does(FakeNode.answers(200, "echo"));
    HttpResponse<String> response;
    try (HttpClient fresh = HttpClient.newHttpClient()) {
      response =
          fresh.send(
              HttpRequest.newBuilder(stage.uri("/v1/kv/default/k"))
                  .version(HttpClient.Version.HTTP_2)
                  .build(),
              BodyHandlers.ofString());
    }
    assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
    assertThat(response.body()).isEqualTo("echo");
  }

  @Test
  void theBytesOfAKeyAreNotTouched() throws IOException {
    node.does(FakeNode.answers(200, ""));
    String answer =
        raw("GET /v1/kv/default/a//b/../%2F%zz\u00e9?r=one HTTP/1.1\r\nHost: x\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 200");
    assertThat(node.seen().getFirst().uri())
        .startsWith("/v1/kv/default/a//b/../%2F%zz%E9?r=one&timeout=");
  }

  @Test
  void aNodeGetsALittleLessTimeThanTheClientGave() throws Exception {
    node.does(FakeNode.answers(200, ""));
    stage.get("/v1/kv/default/k?timeout=2s&r=one");
    String uri = node.seen().getFirst().uri();
    assertThat(uri).matches("/v1/kv/default/k\\?timeout=1[0-9]{3}&r=one");
  }

  @Test
  void aTimeoutThatIsNoneIsTheNodesToRefuseAndOtherPagesGetNone() throws Exception {
    node.does(FakeNode.answers(200, ""));
    stage.get("/v1/kv/default/k?timeout=soon");
    stage.get("/v1/cluster");
    assertThat(node.seen())
        .extracting(FakeNode.Seen::uri)
        .containsExactly("/v1/kv/default/k?timeout=soon", "/v1/cluster");
  }

  @Test
  void anAnswerLongerThanMayBeHeldIsPassedOnAsItArrives() throws Exception {
    byte[] bytes = new byte[7_000_000];
    new Random(5).nextBytes(bytes);
    node.does((request, body) -> request.response().end(Buffer.buffer(bytes)));
    HttpResponse<byte[]> response =
        stage
            .client()
            .send(
                HttpRequest.newBuilder(stage.uri("/v1/ring")).build(), BodyHandlers.ofByteArray());
    assertThat(response.body()).isEqualTo(bytes);
    assertThat(header(response, "content-length")).isEqualTo("7000000");
    assertThat(stage.page().getJsonArray("loops").getJsonObject(0).getLong("heldBytes"))
        .isLessThan(3_000_000);
  }

  @Test
  void whatIsNoHttpIsToldSo() throws IOException {
    String answer = raw("hello, is this the binary port?\r\n\r\n");
    assertThat(answer).contains(" 400 ").contains("urn:atoll:error:malformed-request");
  }

  @Test
  void aClientThatExpectsToBeToldToGoOnIsTold() throws Exception {
    node.does((request, body) -> request.response().end(body));
    HttpResponse<String> response =
        stage
            .client()
            .send(
                HttpRequest.newBuilder(stage.uri("/v1/kv/default/k"))
                    .version(HttpClient.Version.HTTP_1_1)
                    .expectContinue(true)
                    .PUT(BodyPublishers.ofString("go on"))
                    .build(),
                BodyHandlers.ofString());
    assertThat(response.body()).isEqualTo("go on");
    assertThat(node.seen().getFirst().headers()).doesNotContainKey("expect");
  }

  /** Sends bytes, one for each character, and reads the head of what comes back. */
  private static String raw(String text) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", stage.router().port())) {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      byte[] answer = new byte[4096];
      int length = 0;
      while (length < answer.length) {
        int more = socket.getInputStream().read(answer, length, answer.length - length);
        if (more < 0) {
          break;
        }
        length += more;
        String soFar = new String(answer, 0, length, StandardCharsets.ISO_8859_1);
        if (soFar.contains("\r\n\r\n")
            && (soFar.startsWith("HTTP/1.1 200") || soFar.endsWith("}"))) {
          break;
        }
      }
      return new String(answer, 0, length, StandardCharsets.ISO_8859_1);
    }
  }
}
