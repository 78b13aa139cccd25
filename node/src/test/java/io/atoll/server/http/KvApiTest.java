package io.atoll.server.http;

import static io.atoll.server.http.ApiFixture.header;
import static io.atoll.server.http.ApiFixture.json;
import static io.atoll.server.http.ApiFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atoll.bytes.ByteWriter;
import io.atoll.causal.Actor;
import io.atoll.causal.CausalContext;
import io.atoll.causal.ContextSeal;
import io.atoll.causal.Siblings;
import io.atoll.replication.ReadRequest;
import io.atoll.replication.WriteRequest;
import io.atoll.ring.ConsistencyLevel;
import io.atoll.wire.ContextText;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class KvApiTest {
  private static ApiFixture api;

  @BeforeAll
  static void open() {
    api = new ApiFixture();
  }

  @AfterAll
  static void close() {
    api.close();
  }

  @Test
  void aValueComesBackAsItWasWritten() throws Exception {
    HttpResponse<byte[]> put =
        api.put("/v1/kv/default/plain", "{\"a\":1}", "Content-Type", "application/json");
    assertThat(put.statusCode()).isEqualTo(204);
    assertThat(put.body()).isEmpty();
    String context = header(put, "Atoll-Context");
    assertThat(ContextSeal.unsealed(ContextText.parse(context)).vector().isEmpty()).isFalse();
    assertThat(header(put, "ETag")).isEqualTo('"' + context + '"');
    assertThat(header(put, "Atoll-Replicas"))
        .isEqualTo("asked=3, answered=2, required=2, hints=0, epoch=4, guarantee=overlapping");

    HttpResponse<byte[]> get = api.get("/v1/kv/default/plain");
    assertThat(get.statusCode()).isEqualTo(200);
    assertThat(text(get)).isEqualTo("{\"a\":1}");
    assertThat(header(get, "Content-Type")).isEqualTo("application/json");
    assertThat(header(get, "Atoll-Context")).isEqualTo(context);
    assertThat(header(get, "ETag")).isEqualTo('"' + context + '"');
    assertThat(header(get, "Atoll-Replicas")).startsWith("asked=3,");
  }

  @Test
  void aValueWithoutMediaTypeIsOctets() throws Exception {
    api.put("/v1/kv/default/untyped", "x");
    assertThat(header(api.get("/v1/kv/default/untyped"), "Content-Type"))
        .isEqualTo("application/octet-stream");
  }

  @Test
  void anEmptyValueIsAValue() throws Exception {
    assertThat(api.put("/v1/kv/default/empty", "").statusCode()).isEqualTo(204);
    HttpResponse<byte[]> get = api.get("/v1/kv/default/empty");
    assertThat(get.statusCode()).isEqualTo(200);
    assertThat(get.body()).isEmpty();
  }

  @Test
  void headAnswersTheHeadersOfGet() throws Exception {
    api.put("/v1/kv/default/head", "12345", "Content-Type", "text/plain");
    HttpResponse<byte[]> head = api.call("HEAD", "/v1/kv/default/head");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(header(head, "Content-Length")).isEqualTo("5");
    assertThat(header(head, "Content-Type")).isEqualTo("text/plain");
    assertThat(header(head, "Atoll-Context")).isNotNull();
    assertThat(api.call("HEAD", "/v1/kv/default/never").statusCode()).isEqualTo(404);
  }

  @Test
  void aKnownEntityTagIsAnsweredWithoutTheValue() throws Exception {
    String etag = header(api.put("/v1/kv/default/etag", "v1"), "ETag");
    for (String known : new String[] {etag, "W/" + etag, "\"other\", " + etag, "*"}) {
      HttpResponse<byte[]> same = api.get("/v1/kv/default/etag", "If-None-Match", known);
      assertThat(same.statusCode()).as(known).isEqualTo(304);
      assertThat(same.body()).isEmpty();
      assertThat(header(same, "ETag")).isEqualTo(etag);
    }
    api.put("/v1/kv/default/etag", "v2", "Atoll-Context", etag.replace("\"", ""));
    assertThat(text(api.get("/v1/kv/default/etag", "If-None-Match", etag))).isEqualTo("v2");
    assertThat(api.get("/v1/kv/default/nothing", "If-None-Match", "*").statusCode()).isEqualTo(404);
  }

  @Test
  void aDeletedKeyIsNotFoundButHasAContext() throws Exception {
    String context = header(api.put("/v1/kv/default/deleted", "x"), "Atoll-Context");
    HttpResponse<byte[]> delete = api.delete("/v1/kv/default/deleted", "Atoll-Context", context);
    assertThat(delete.statusCode()).isEqualTo(204);
    HttpResponse<byte[]> get = api.get("/v1/kv/default/deleted");
    assertThat(get.statusCode()).isEqualTo(404);
    assertThat(header(get, "Content-Type")).isEqualTo("application/problem+json");
    assertThat(header(get, "Atoll-Context")).isEqualTo(header(delete, "Atoll-Context"));
    assertThat(header(get, "Atoll-Replicas")).startsWith("asked=3");
    assertThat(json(get).get("type").textValue()).isEqualTo("urn:atoll:error:key-not-found");
    assertThat(json(get).get("deleted").booleanValue()).isTrue();
  }

  @Test
  void aKeyNeverWrittenIsNotFoundAndHasNoContext() throws Exception {
    HttpResponse<byte[]> get = api.get("/v1/kv/default/never");
    assertThat(get.statusCode()).isEqualTo(404);
    assertThat(header(get, "Atoll-Context")).isNull();
    assertThat(json(get).get("deleted").booleanValue()).isFalse();
    assertThat(json(get).get("status").intValue()).isEqualTo(404);
  }

  @Test
  void concurrentValuesAreAllGiven() throws Exception {
    api.put("/v1/kv/default/fork", "--atoll-0\r\nleft", "Content-Type", "text/plain");
    api.put("/v1/kv/default/fork", "right");
    HttpResponse<byte[]> multipart = api.get("/v1/kv/default/fork");
    assertThat(multipart.statusCode()).isEqualTo(300);
    String mediaType = header(multipart, "Content-Type");
    assertThat(mediaType).matches("multipart/mixed; boundary=atoll-[0-9a-f]{32}");
    assertThat(header(api.get("/v1/kv/default/fork"), "Content-Type")).isNotEqualTo(mediaType);
    String boundary = mediaType.substring(mediaType.indexOf('=') + 1);
    assertThat(header(multipart, "Vary")).isEqualToIgnoringCase("Accept");
    assertThat(text(multipart))
        .isEqualTo(
            """
            --BOUNDARY\r
            Content-Type: text/plain\r
            Content-Length: 15\r
            Atoll-Dot: 0.1.1\r
            \r
            --atoll-0\r
            left\r
            --BOUNDARY\r
            Content-Type: application/octet-stream\r
            Content-Length: 5\r
            Atoll-Dot: 0.1.2\r
            \r
            right\r
            --BOUNDARY--\r
            """
                .replace("BOUNDARY", boundary));

    HttpResponse<byte[]> asJson = api.get("/v1/kv/default/fork", "Accept", "application/json");
    assertThat(asJson.statusCode()).isEqualTo(300);
    JsonNode siblings = json(asJson).get("siblings");
    assertThat(siblings).hasSize(2);
    assertThat(siblings.get(0).get("contentType").textValue()).isEqualTo("text/plain");
    assertThat(siblings.get(0).get("dot").textValue()).isEqualTo("0.1.1");
    assertThat(Base64.getDecoder().decode(siblings.get(1).get("value").textValue()))
        .isEqualTo("right".getBytes(StandardCharsets.UTF_8));
    String context = json(asJson).get("context").textValue();
    assertThat(context).isEqualTo(header(multipart, "Atoll-Context"));

    api.put("/v1/kv/default/fork", "merged", "Atoll-Context", context);
    assertThat(text(api.get("/v1/kv/default/fork"))).isEqualTo("merged");
  }

  @Test
  void theFormOfSeveralValuesIsTheClientsChoice() throws Exception {
    String uri = "/v1/kv/default/forms";
    api.put(uri, "left");
    api.put(uri, "right");
    HttpResponse<byte[]> json =
        api.get(uri, "Accept", "multipart/mixed;q=0.5, application/json;q=0.6");
    assertThat(header(json, "Content-Type")).isEqualTo("application/json");
    HttpResponse<byte[]> multipart = api.get(uri, "Accept", "application/json;q=0, */*");
    assertThat(header(multipart, "Content-Type")).startsWith("multipart/mixed");
    HttpResponse<byte[]> neither = api.get(uri, "Accept", "text/html");
    assertThat(neither.statusCode()).isEqualTo(406);
    assertThat(json(neither).get("type").textValue()).isEqualTo("urn:atoll:error:not-acceptable");
    assertThat(header(neither, "Vary")).isEqualToIgnoringCase("Accept");
    // One value has one form, the one it was written in.
    api.put("/v1/kv/default/one", "x", "Content-Type", "text/plain");
    assertThat(api.get("/v1/kv/default/one", "Accept", "image/png").statusCode()).isEqualTo(200);
  }

  @Test
  void aStoredPageIsDataToABrowser() throws Exception {
    api.put("/v1/kv/default/page", "<script>alert(1)</script>", "Content-Type", "text/html");
    HttpResponse<byte[]> page = api.get("/v1/kv/default/page");
    assertThat(header(page, "Content-Type")).isEqualTo("text/html");
    assertThat(header(page, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(header(page, "Content-Security-Policy")).isEqualTo("default-src 'none'; sandbox");
    for (String uri : new String[] {"/v1/kv/default/none", "/v1/<script>", "/", "/metrics"}) {
      assertThat(header(api.get(uri.replace("<script>", "%3Cscript%3E")), "X-Content-Type-Options"))
          .as(uri)
          .isEqualTo("nosniff");
    }
  }

  @Test
  void everyListOfEntityTagsCounts() throws Exception {
    String uri = "/v1/kv/default/tagged";
    String etag = header(api.put(uri, "x"), "ETag");
    HttpResponse<byte[]> known =
        api.get(uri, "If-None-Match", "\"other\"", "If-None-Match", "\"more\", W/" + etag);
    assertThat(known.statusCode()).isEqualTo(304);
    assertThat(api.get(uri, "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
  }

  @Test
  void aValueBesideAConcurrentDeleteIsTheOneValue() throws Exception {
    api.put("/v1/kv/default/half", "kept");
    api.delete("/v1/kv/default/half");
    HttpResponse<byte[]> get = api.get("/v1/kv/default/half");
    assertThat(get.statusCode()).isEqualTo(200);
    assertThat(text(get)).isEqualTo("kept");
  }

  @Test
  void aKeyIsEveryByteBehindTheKeyspace() throws Exception {
    expectKey("a%2Fb", "a/b");
    expectKey("a/b//c/", "a/b//c/");
    expectKey("a+b", "a+b");
    expectKey("%00%ff%C3%bc", "\0\u00ff\u00c3\u00bc");
    expectKey("..", "..");
    expectKey("%25", "%");
  }

  private static void expectKey(String path, String latin1) throws Exception {
    api.backend.requests.clear();
    assertThat(api.put("/v1/kv/default/" + path, "x").statusCode()).isEqualTo(204);
    assertThat(((WriteRequest) api.backend.requests.take()).key())
        .isEqualTo(latin1.getBytes(StandardCharsets.ISO_8859_1));
    assertThat(api.get("/v1/kv/default/" + path).statusCode()).isEqualTo(200);
  }

  @Test
  void parametersReachTheStore() throws Exception {
    api.backend.requests.clear();
    String context = header(api.put("/v1/kv/default/p?w=3&timeout=2s", "x"), "Atoll-Context");
    WriteRequest write = (WriteRequest) api.backend.requests.take();
    assertThat(write.level()).isEqualTo(new ConsistencyLevel.Count(3));
    assertThat(write.timeoutMs()).isEqualTo(2000);
    assertThat(write.context()).isEqualTo(CausalContext.EMPTY);

    api.get("/v1/kv/default/p?r=each_quorum&quorum=strict&timeout=70ms&min-context=" + context);
    ReadRequest read = (ReadRequest) api.backend.requests.take();
    assertThat(read.level()).isEqualTo(ConsistencyLevel.Named.EACH_QUORUM);
    assertThat(read.timeoutMs()).isEqualTo(70);
    assertThat(read.minContext()).isEqualTo(opened(context, "p").least());

    api.delete("/v1/kv/default/p?w=%61ll&timeout=9", "Atoll-Context", context);
    WriteRequest delete = (WriteRequest) api.backend.requests.take();
    assertThat(delete.delete()).isTrue();
    assertThat(delete.level()).isEqualTo(ConsistencyLevel.Named.ALL);
    assertThat(delete.timeoutMs()).isEqualTo(9);
    assertThat(delete.context()).isEqualTo(opened(context, "p"));

    api.get("/v1/kv/default/p");
    ReadRequest plain = (ReadRequest) api.backend.requests.take();
    assertThat(plain.level()).isNull();
    assertThat(plain.timeoutMs()).isEqualTo(HttpSettings.DEFAULT.requests().defaultMs());
    assertThat(plain.minContext().isEmpty()).isTrue();
  }

  /** What forged contexts once left behind: a megabyte of actors. */
  @Test
  void aKeyOfManyThousandActorsIsReadWrittenAndDeleted() throws Exception {
    ByteWriter forged = new ByteWriter(0).writeByte(2).writeVarint(100_000);
    for (int member = 1; member <= 100_000; member++) {
      forged.writeVarint(member).writeVarint(1L << 30).writeVarint(1);
    }
    forged.writeRaw(new byte[Long.BYTES]);
    Siblings state =
        Siblings.EMPTY.put(
            new Actor(0, 1),
            CausalContext.decode(forged.toBytes()),
            1,
            false,
            "text/plain",
            "kept".getBytes(StandardCharsets.UTF_8));
    api.backend.hold("default", "many".getBytes(StandardCharsets.UTF_8), state);
    HttpResponse<byte[]> get = api.get("/v1/kv/default/many");
    assertThat(text(get)).isEqualTo("kept");
    String context = header(get, "Atoll-Context");
    assertThat(context).hasSizeBetween(8_000, ContextText.MAX_CHARS);
    assertThat(api.get("/v1/kv/default/many?min-context=" + context).statusCode()).isEqualTo(200);
    HttpResponse<byte[]> put = api.put("/v1/kv/default/many", "new", "Atoll-Context", context);
    assertThat(put.statusCode()).isEqualTo(204);
    assertThat(text(api.get("/v1/kv/default/many"))).isEqualTo("new");
    assertThat(
            api.delete("/v1/kv/default/many", "Atoll-Context", header(put, "Atoll-Context"))
                .statusCode())
        .isEqualTo(204);
    assertThat(api.get("/v1/kv/default/many").statusCode()).isEqualTo(404);
  }

  /** What the API must have opened it as. */
  private static CausalContext opened(String context, String key) {
    int keyspace = api.backend.topology.keyspaces().get("default").id();
    return FakeBackend.SEAL.open(
        keyspace, key.getBytes(StandardCharsets.UTF_8), ContextText.parse(context));
  }

  @Test
  void theLargestKeyAndTheLargestValueAreTaken() throws Exception {
    String key = "%20".repeat(10 * 1024);
    byte[] value = new byte[1024 * 1024];
    Arrays.fill(value, (byte) 7);
    HttpResponse<byte[]> put =
        api.send(api.request("/v1/kv/default/" + key).PUT(BodyPublishers.ofByteArray(value)));
    assertThat(put.statusCode()).isEqualTo(204);
    assertThat(api.get("/v1/kv/default/" + key).body()).isEqualTo(value);
  }
}
