package io.atoll.server.http;

import static io.atoll.server.http.ApiFixture.header;
import static io.atoll.server.http.ApiFixture.json;
import static io.atoll.server.http.ApiFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthAndMetersTest {
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
  void aNodeThatIsNotReadySaysWhyAndStillLives() throws Exception {
    assertThat(json(api.get("/health/ready")).get("status").textValue()).isEqualTo("ready");
    api.backend.notReadyBecause = "the log is being replayed";
    HttpResponse<byte[]> ready = api.get("/health/ready");
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(json(ready).get("detail").textValue()).isEqualTo("the log is being replayed");
    assertThat(header(ready, "Retry-After")).isEqualTo("1");
    assertThat(api.get("/health/live").statusCode()).isEqualTo(200);
    assertThat(api.call("POST", "/health/live").statusCode()).isEqualTo(405);
  }

  @Test
  void aNodeThatCannotWriteIsNotReadyButServesReads() throws Exception {
    api.backend.cannotWriteBecause = "the disk of /data is full";
    HttpResponse<byte[]> ready = api.get("/health/ready");
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(json(ready).get("detail").textValue())
        .isEqualTo("cannot write: the disk of /data is full");
    assertThat(json(ready).get("reads").booleanValue()).isTrue();
    assertThat(api.get("/health/ready/reads").statusCode()).isEqualTo(200);
    api.backend.notReadyBecause = "the node is stopping";
    assertThat(json(api.get("/health/ready")).get("reads").booleanValue()).isFalse();
    assertThat(json(api.get("/health/ready")).get("detail").textValue())
        .isEqualTo("the node is stopping");
    assertThat(api.get("/health/ready/reads").statusCode()).isEqualTo(503);
    api.backend.notReadyBecause = "";
    api.backend.cannotWriteBecause = "";
    assertThat(api.get("/health/ready").statusCode()).isEqualTo(200);
  }

  @Test
  void theMetersCountWhatHappened() throws Exception {
    api.put("/v1/kv/default/k", "12345");
    api.get("/v1/kv/default/k");
    api.get("/v1/kv/default/none");
    HttpResponse<byte[]> metrics = api.get("/metrics");
    assertThat(metrics.statusCode()).isEqualTo(200);
    assertThat(header(metrics, "Content-Type")).startsWith("text/plain");
    assertThat(text(metrics))
        .contains(
            "atoll_http_requests_total{operation=\"kv_put\",status=\"2xx\"} 1.0",
            "atoll_http_requests_total{operation=\"kv_get\",status=\"2xx\"} 1.0",
            "atoll_http_requests_total{operation=\"kv_get\",status=\"4xx\"} 1.0",
            "atoll_http_failures_total{kind=\"key-not-found\",operation=\"kv_get\"} 1.0",
            "atoll_http_replicas_asked_total{operation=\"kv_get\"} 6.0",
            "atoll_http_replicas_answered_total{operation=\"kv_get\"} 4.0",
            "atoll_http_body_bytes_total{direction=\"in\"} 5.0",
            "atoll_http_request_duration_seconds_bucket{operation=\"kv_get\",le=\"0.01\"} 2",
            "atoll_http_connections{loop=\"0\"} 1.0");
  }

  @Test
  void everyMeterIsDocumented() throws Exception {
    String document = Files.readString(Path.of("..", "docs", "metrics.md"));
    TreeSet<String> names = new TreeSet<>();
    for (String line : text(api.get("/metrics")).split("\n")) {
      if (line.startsWith("# TYPE atoll_http_")) {
        names.add(line.split(" ")[2]);
      }
    }
    assertThat(names).hasSizeGreaterThan(8);
    for (String name : names) {
      assertThat(document).contains("`" + name + "`");
    }
  }

  @Test
  void theDocumentsAreServed() throws Exception {
    assertThat(text(api.get("/openapi.yaml"))).startsWith("openapi: 3.1");
    for (var link : json(api.get("/")).get("links").properties()) {
      assertThat(api.get(link.getValue().textValue()).statusCode()).isEqualTo(200);
    }
  }
}
