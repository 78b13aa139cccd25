package io.atoll.server.http;

import static io.atoll.server.http.ApiFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atoll.hints.Delivery;
import io.atoll.hints.HintReport;
import io.atoll.hints.HintSettings;
import io.atoll.hints.TargetStatus;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class HintsApiTest {
  private static ApiFixture api;

  @BeforeAll
  static void open() {
    api = new ApiFixture();
  }

  @AfterAll
  static void close() {
    api.close();
  }

  private static int number(String nodeId) {
    return api.backend.topology.member(nodeId).number();
  }

  @Test
  void whatEachReplicaLacksIsShown() throws Exception {
    api.backend.hints =
        new HintReport(
            100_000,
            30,
            900,
            2,
            HintSettings.DEFAULT,
            List.of(
                new TargetStatus(
                    number("eu-1"), 20, 600, 40_000, 0, 2, Delivery.State.DOWN, "no answer"),
                new TargetStatus(
                    number("us-2"), 10, 300, 90_000, 5, 0, Delivery.State.DELIVERING, ""),
                new TargetStatus(number("us-3"), 0, 0, 0, 0, 0, Delivery.State.IDLE, "")));
    JsonNode hints = json(api.get("/v1/hints"));
    assertThat(hints.get("node").textValue()).isEqualTo("us-1");
    assertThat(hints.get("keys").longValue()).isEqualTo(30);
    assertThat(hints.get("mostKeys").longValue()).isEqualTo(1_000_000);
    assertThat(hints.get("targets").findValuesAsText("id")).containsExactly("eu-1", "us-2", "us-3");
    JsonNode down = hints.get("targets").get(0);
    assertThat(down.get("state").textValue()).isEqualTo("down");
    assertThat(down.get("oldestSeconds").doubleValue()).isEqualTo(60);
    assertThat(down.get("etaSeconds").isNull()).isTrue();
    assertThat(down.get("refusal").textValue()).isEqualTo("no answer");
    assertThat(hints.get("targets").get(1).get("etaSeconds").longValue()).isEqualTo(2);
    assertThat(hints.get("targets").get(2).get("oldestSeconds").isNull()).isTrue();
  }

  @Test
  void deliveryIsPausedAndResumedForOneOrAll() throws Exception {
    assertThat(api.call("POST", "/v1/hints/pause?target=us-2").statusCode()).isEqualTo(204);
    assertThat(api.backend.paused).isEqualTo("us-2");
    assertThat(api.call("POST", "/v1/hints/resume?target=us-2").statusCode()).isEqualTo(204);
    assertThat(api.backend.paused).isEmpty();
    assertThat(api.call("POST", "/v1/hints/pause").statusCode()).isEqualTo(204);
    assertThat(api.backend.paused).isEqualTo("all");
    assertThat(api.call("POST", "/v1/hints/resume").statusCode()).isEqualTo(204);
    assertThat(api.backend.paused).isEmpty();
  }

  @Test
  void mistakesAreNamed() throws Exception {
    assertThat(json(api.call("POST", "/v1/hints/pause?target=nobody")).get("detail").textValue())
        .contains("nobody")
        .contains("must be a member");
    assertThat(api.call("POST", "/v1/hints/pause?target=nobody").statusCode()).isEqualTo(404);
    assertThat(json(api.call("POST", "/v1/hints/pause?node=us-2")).get("detail").textValue())
        .contains("must be target=ID");
    assertThat(api.call("GET", "/v1/hints/pause").statusCode()).isEqualTo(405);
    assertThat(api.call("POST", "/v1/hints").statusCode()).isEqualTo(405);
    assertThat(api.get("/v1/hints?x=1").statusCode()).isEqualTo(400);
    assertThat(api.get("/v1/hints/other").statusCode()).isEqualTo(404);
  }
}
