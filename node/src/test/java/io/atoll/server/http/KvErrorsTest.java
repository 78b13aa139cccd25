package io.atoll.server.http;

import static io.atoll.server.http.ApiFixture.header;
import static io.atoll.server.http.ApiFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atoll.replication.Outcome;
import io.atoll.replication.ReplicaFailure;
import io.atoll.replication.RequestFailure;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KvErrorsTest {
  private ApiFixture api;

  @BeforeEach
  void open() {
    api = new ApiFixture();
  }

  @AfterEach
  void close() {
    api.close();
  }

  private static JsonNode expect(HttpResponse<byte[]> response, int status, String kind) {
    assertThat(response.statusCode()).as(ApiFixture.text(response)).isEqualTo(status);
    assertThat(header(response, "Content-Type")).isEqualTo("application/problem+json");
    JsonNode problem = json(response);
    assertThat(problem.get("type").textValue()).isEqualTo("urn:atoll:error:" + kind);
    assertThat(problem.get("status").intValue()).isEqualTo(status);
    assertThat(problem.get("title").textValue()).isNotEmpty();
    assertThat(problem.get("detail").textValue()).isNotEmpty();
    return problem;
  }

  @Test
  void aMisspeltParameterIsNamedWithTheAllowedOnes() throws Exception {
    JsonNode problem = expect(api.get("/v1/kv/default/k?timeuot=1s"), 400, "invalid-parameter");
    assertThat(problem.get("detail").textValue())
        .contains("'timeuot'", "r, quorum, timeout and min-context");
    assertThat(problem.get("errors").get(0).get("field").textValue()).isEqualTo("timeuot");
    assertThat(api.backend.requests).isEmpty();
  }

  @Test
  void allMistakesAreToldAtOnce() throws Exception {
    JsonNode problem =
        expect(
            api.put("/v1/kv/default/k?w=most&timeout=never&quorum=big&r=1&w=2&min-context=x", ""),
            400,
            "invalid-parameter");
    assertThat(problem.get("errors")).hasSize(5);
    assertThat(problem.get("detail").textValue())
        .contains("'most'", "each_quorum", "'never'", "1 to 30000", "strict or sloppy", "'r'");
  }

  @Test
  void timeoutsOutOfRangeAreRefused() throws Exception {
    for (String bad :
        new String[] {"0", "30001", "31s", "-1", "1m", "", "s", "ms", "99999999999"}) {
      expect(api.get("/v1/kv/default/k?timeout=" + bad), 400, "invalid-parameter");
    }
    assertThat(api.get("/v1/kv/default/k?timeout=30s").statusCode()).isEqualTo(404);
  }

  @Test
  void aParameterGivenTwiceIsRefused() throws Exception {
    expect(api.get("/v1/kv/default/k?r=1&r=2"), 400, "invalid-parameter");
    expect(api.get("/v1/kv/default/k?timeout=1&timeout=1"), 400, "invalid-parameter");
    expect(api.get("/v1/kv/default/k?quorum=strict&quorum=strict"), 400, "invalid-parameter");
  }

  @Test
  void whatIsNotBuiltIsRefusedAndNotIgnored() throws Exception {
    expect(api.put("/v1/kv/default/k?quorum=sloppy", "x"), 501, "not-implemented");
    expect(api.put("/v1/kv/default/k", "x", "If-Match", "\"a\""), 501, "not-implemented");
    expect(api.put("/v1/kv/default/k", "x", "If-None-Match", "*"), 501, "not-implemented");
    expect(api.delete("/v1/kv/default/k", "If-Match", "\"a\""), 501, "not-implemented");
    expect(api.get("/v1/kv/default/k", "If-Match", "\"a\""), 501, "not-implemented");
    assertThat(api.backend.requests).isEmpty();
  }

  @Test
  void aMalformedContextIsRefused() throws Exception {
    expect(api.put("/v1/kv/default/k", "x", "Atoll-Context", "nonsense"), 400, "malformed-context");
    expect(api.delete("/v1/kv/default/k", "Atoll-Context", "???"), 400, "malformed-context");
    expect(api.get("/v1/kv/default/k?min-context=nonsense"), 400, "malformed-context");
    String tooLong = "A".repeat(8_193);
    expect(api.put("/v1/kv/default/k", "x", "Atoll-Context", tooLong), 400, "malformed-context");
    expect(api.get("/v1/kv/default/k?min-context=" + tooLong), 400, "malformed-context");
    assertThat(api.backend.requests).isEmpty();
  }

  @Test
  void theContextOfAnotherKeyOrKeyspaceIsRefused() throws Exception {
    String context = header(api.put("/v1/kv/default/own", "x"), "Atoll-Context");
    api.backend.requests.clear();
    for (String other : List.of("/v1/kv/default/owm", "/v1/kv/default/own%00")) {
      expect(api.put(other, "x", "Atoll-Context", context), 400, "malformed-context");
      expect(api.delete(other, "Atoll-Context", context), 400, "malformed-context");
      JsonNode problem =
          expect(api.get(other + "?min-context=" + context), 400, "malformed-context");
      assertThat(problem.get("detail").textValue())
          .startsWith("min-context is no context of this key: ")
          .endsWith("read the key again, which gives a good one");
    }
    assertThat(api.backend.requests).isEmpty();
    expect(api.put("/v1/kv/nowhere/own", "x", "Atoll-Context", context), 404, "unknown-keyspace");
    expect(api.get("/v1/kv/nowhere/own?min-context=" + context), 404, "unknown-keyspace");
  }

  @Test
  void aReadThatCarriesTheContextOfWritesIsToldWhereItBelongs() throws Exception {
    String context = header(api.put("/v1/kv/default/k", "x"), "Atoll-Context");
    JsonNode problem =
        expect(api.get("/v1/kv/default/k", "Atoll-Context", context), 400, "invalid-header");
    assertThat(problem.get("detail").textValue()).contains("min-context");
  }

  @Test
  void keysOutsideTheirLimitsAreRefused() throws Exception {
    expect(api.get("/v1/kv/default/"), 400, "malformed-key");
    JsonNode problem =
        expect(api.put("/v1/kv/default/" + "k".repeat(10 * 1024 + 1), "x"), 414, "key-too-long");
    assertThat(problem.get("detail").textValue()).contains("10241", "10240");
    expect(api.get("/v1/kv/default/" + "k".repeat(60_000)), 414, "key-too-long");
    expect(api.get("/v1/kv/default"), 404, "unknown-route");
  }

  @Test
  void aMediaTypeThatCannotBeKeptIsRefused() throws Exception {
    expect(
        api.put("/v1/kv/default/k", "x", "Content-Type", "a".repeat(256)), 400, "invalid-header");
    expect(api.put("/v1/kv/default/k", "x", "Content-Encoding", "gzip"), 415, "unsupported-coding");
    assertThat(api.put("/v1/kv/default/k", "x", "Content-Encoding", "identity").statusCode())
        .isEqualTo(204);
  }

  @Test
  void anUnknownKeyspaceIsAnsweredWithThoseThatExist() throws Exception {
    JsonNode problem = expect(api.put("/v1/kv/nowhere/k", "x"), 404, "unknown-keyspace");
    assertThat(problem.get("keyspaces").get(0).textValue()).isEqualTo("default");
  }

  @Test
  void anImpossibleLevelIsABadRequest() throws Exception {
    api.backend.failure =
        new RequestFailure.ImpossibleLevel("w=9 can never be met: the keyspace has 6 replicas");
    JsonNode problem = expect(api.put("/v1/kv/default/k?w=9", "x"), 400, "impossible-level");
    assertThat(problem.get("detail").textValue()).contains("6 replicas");
  }

  @Test
  void aWriteThatTooFewAnsweredMayStillTakeEffect() throws Exception {
    api.backend.failure =
        new RequestFailure.NotEnoughAnswers(
            "1 of 3 replicas answered in 100 ms, 2 are needed", new Outcome(3, 1, 2, 0, 4, false));
    HttpResponse<byte[]> put = api.put("/v1/kv/default/k", "x");
    JsonNode problem = expect(put, 503, "not-enough-answers");
    assertThat(problem.get("asked").intValue()).isEqualTo(3);
    assertThat(problem.get("answered").intValue()).isEqualTo(1);
    assertThat(problem.get("required").intValue()).isEqualTo(2);
    assertThat(problem.get("mayStillTakeEffect").booleanValue()).isTrue();
    assertThat(header(put, "Retry-After")).isEqualTo("1");
    assertThat(header(put, "Atoll-Replicas"))
        .isEqualTo("asked=3, answered=1, required=2, hints=0, epoch=4, guarantee=eventual");
    assertThat(
            expect(api.get("/v1/kv/default/k"), 503, "not-enough-answers")
                .get("mayStillTakeEffect")
                .booleanValue())
        .isFalse();
  }

  @Test
  void whichReplicasDidNotAnswerIsToldWithTheirReasons() throws Exception {
    List<ReplicaFailure> replicas =
        List.of(
            new ReplicaFailure("us-2", "no space left"), new ReplicaFailure("us-3", "timed out"));
    api.backend.failure =
        new RequestFailure.NotEnoughAnswers(
            "1 of 3 answered", new Outcome(3, 1, 2, 0, 4, false), replicas);
    JsonNode problem = expect(api.put("/v1/kv/default/k", "x"), 503, "not-enough-answers");
    assertThat(problem.get("replicas").toString())
        .isEqualTo(
            "[{\"node\":\"us-2\",\"reason\":\"no space left\"},"
                + "{\"node\":\"us-3\",\"reason\":\"timed out\"}]");

    api.backend.failure = new RequestFailure.Unavailable("1 alive", 1, 2, replicas.subList(1, 2));
    problem = expect(api.get("/v1/kv/default/k"), 503, "unavailable");
    assertThat(problem.get("replicas").get(0).get("node").textValue()).isEqualTo("us-3");

    api.backend.failure = new RequestFailure.Unavailable("1 alive", 1, 2);
    problem = expect(api.get("/v1/kv/default/k"), 503, "unavailable");
    assertThat(problem.has("replicas")).as("none is named where none is known").isFalse();
  }

  @Test
  void theMetersShowAQuorumFail() throws Exception {
    api.backend.failure =
        new RequestFailure.NotEnoughAnswers("too few", new Outcome(3, 1, 2, 0, 4, false));
    assertThat(failures("kv_put", "not-enough-answers")).isZero();
    api.put("/v1/kv/default/k", "x");
    assertThat(failures("kv_put", "not-enough-answers")).isEqualTo(1);
    assertThat(api.meter("atoll_http_replicas_asked_total{operation=\"kv_put\"}")).isEqualTo(3);
    assertThat(api.meter("atoll_http_replicas_answered_total{operation=\"kv_put\"}")).isEqualTo(1);
    assertThat(api.meter("atoll_http_replicas_missing_total{operation=\"kv_put\"}")).isEqualTo(1);

    api.backend.failure = new RequestFailure.Unavailable("1 alive, 3 needed", 1, 3);
    api.get("/v1/kv/default/k");
    assertThat(failures("kv_get", "unavailable")).isEqualTo(1);
    assertThat(api.meter("atoll_http_replicas_missing_total{operation=\"kv_get\"}")).isEqualTo(2);
    assertThat(api.meter("atoll_http_requests_total{operation=\"kv_get\",status=\"5xx\"}"))
        .isEqualTo(1);
    assertThat(api.meter("atoll_http_request_duration_seconds_count{operation=\"kv_get\"}"))
        .isEqualTo(1);
  }

  private double failures(String operation, String kind) {
    return api.meter(
        "atoll_http_failures_total{kind=\"%s\",operation=\"%s\"}".formatted(kind, operation));
  }

  @Test
  void everyFailureOfTheStoreHasItsOwnAnswer() throws Exception {
    api.backend.failure = new RequestFailure.Unavailable("1 alive, 2 needed", 1, 2);
    HttpResponse<byte[]> unavailable = api.put("/v1/kv/default/k", "x");
    JsonNode problem = expect(unavailable, 503, "unavailable");
    assertThat(problem.get("alive").intValue()).isEqualTo(1);
    assertThat(problem.get("mayStillTakeEffect").booleanValue()).isFalse();
    assertThat(header(unavailable, "Retry-After")).isEqualTo("1");
    api.backend.failure = new RequestFailure.ContextNotReached("nobody has seen it", List.of());
    expect(api.get("/v1/kv/default/k"), 503, "context-not-reached");
    api.backend.failure = new RequestFailure.Overloaded("too much");
    expect(api.delete("/v1/kv/default/k"), 503, "overloaded");
    api.backend.failure = new RequestFailure.StorageRefused("the disk is full");
    HttpResponse<byte[]> refused = api.put("/v1/kv/default/k", "x");
    expect(refused, 507, "storage-refused");
    assertThat(json(refused).get("mayStillTakeEffect").booleanValue()).isFalse();
    api.backend.failure = new RequestFailure.UnknownKeyspace("gone");
    expect(api.get("/v1/kv/default/k"), 404, "unknown-keyspace");
  }

  @Test
  void aDefectIsToldAsOneAndLeaksNothing() throws Exception {
    api.backend.failure = new IllegalStateException("secret");
    assertThat(expect(api.get("/v1/kv/default/k"), 500, "internal").toString())
        .doesNotContain("secret");
    api.backend.failure = null;
    api.backend.thrown = new IllegalStateException("secret");
    expect(api.get("/v1/kv/default/k"), 500, "internal");
    expect(api.put("/v1/kv/default/k", "x"), 500, "internal");
    api.backend.thrown = null;
    assertThat(api.put("/v1/kv/default/k", "x").statusCode()).isEqualTo(204);
    api.untilMeter("atoll_http_requests_in_flight{loop=\"0\"}", 0);
  }

  @Test
  void unknownRoutesAndMethodsAreToldWhatThereIs() throws Exception {
    expect(api.get("/v2/kv/default/k"), 404, "unknown-route");
    expect(api.get("/v1/keyspaces/a/b"), 404, "unknown-route");
    HttpResponse<byte[]> post = api.call("POST", "/v1/kv/default/k");
    expect(post, 405, "method-not-allowed");
    assertThat(header(post, "Allow")).isEqualTo("GET, HEAD, PUT, DELETE");
    HttpResponse<byte[]> delete = api.delete("/v1/cluster");
    expect(delete, 405, "method-not-allowed");
    assertThat(header(delete, "Allow")).isEqualTo("GET, HEAD");
  }
}
