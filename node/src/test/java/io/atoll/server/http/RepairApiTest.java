package io.atoll.server.http;

import static io.atoll.server.http.ApiFixture.json;
import static io.atoll.server.http.FakeBackend.NOW_MS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atoll.platform.http.Problem.Mistake;
import io.atoll.repair.PartnerStatus;
import io.atoll.repair.RepairFilter;
import io.atoll.repair.RepairReport;
import io.atoll.repair.RepairRun;
import io.atoll.repair.RepairSettings;
import io.atoll.repair.RepairTally;
import io.atoll.repair.RepairVerdict;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RepairApiTest {
  private static final RepairTally TALLY = new RepairTally(9, 8, 7, 6, 5, 400, 3, 200);
  private static final int DROPPED = 99;

  private final ApiFixture api = new ApiFixture();

  @BeforeEach
  void begin() {
    api.backend.run = run(NOW_MS, part("eu-1", RepairRun.State.WAITING, RepairVerdict.NONE, -1));
  }

  @AfterEach
  void close() {
    api.close();
  }

  private int number(String nodeId) {
    return api.backend.topology.member(nodeId).number();
  }

  private int defaultKeyspace() {
    return api.backend.topology.keyspaces().get("default").id();
  }

  private RepairRun.Part part(
      String nodeId, RepairRun.State state, RepairVerdict verdict, long bytesLeft) {
    long asOfMs = verdict == RepairVerdict.NONE ? 0 : NOW_MS - 3_000;
    return new RepairRun.Part(
        number(nodeId), state, verdict, asOfMs, TALLY, bytesLeft, 0, "it says why");
  }

  private static RepairRun run(long startedMs, RepairRun.Part... parts) {
    return new RepairRun(7, RepairFilter.ALL, startedMs, 0, List.of(parts));
  }

  private static PartnerStatus partner(
      int member, PartnerStatus.Activity activity, Map<Integer, Long> keyspaces, long inStepMs) {
    RepairVerdict verdict = inStepMs == 0 ? RepairVerdict.NONE : RepairVerdict.IN_STEP;
    long comparedMs = inStepMs == 0 ? 0 : inStepMs + 3_000;
    return new PartnerStatus(
        member, activity, verdict, comparedMs, inStepMs, keyspaces, TALLY, 2, 1, "");
  }

  private void mistake(String uri, int status, String kind, String detail) throws Exception {
    HttpResponse<byte[]> answer = api.call("POST", uri);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(json(answer).get("type").textValue()).isEqualTo("urn:atoll:error:" + kind);
    assertThat(json(answer).get("detail").textValue()).isEqualTo(detail);
  }

  @Test
  void howEachPairStandsIsShown() throws Exception {
    api.backend.repair =
        new RepairReport(
            NOW_MS,
            RepairSettings.DEFAULT,
            false,
            64,
            4,
            List.of(
                partner(
                    number("eu-1"),
                    PartnerStatus.Activity.EXCHANGING,
                    Map.of(defaultKeyspace(), NOW_MS - 9_000, DROPPED, NOW_MS),
                    NOW_MS - 60_000),
                partner(number("us-2"), PartnerStatus.Activity.DOWN, Map.of(), 0)));

    JsonNode repair = json(api.get("/v1/repair"));
    assertThat(repair.get("node").textValue()).isEqualTo("us-1");
    assertThat(repair.get("state").textValue()).isEqualTo("on");
    assertThat(repair.get("everyMs").longValue()).isEqualTo(10_000);
    assertThat(repair.get("unknownArcs").longValue()).isEqualTo(4);
    JsonNode one = repair.get("partners").get(0);
    assertThat(one.get("id").textValue()).isEqualTo("eu-1");
    assertThat(one.get("dc").textValue()).isEqualTo("eu");
    assertThat(one.get("activity").textValue()).isEqualTo("exchanging");
    assertThat(one.get("verdict").textValue()).isEqualTo("in_step");
    assertThat(one.get("inStepSeconds").doubleValue()).isEqualTo(60);
    assertThat(one.get("comparedSeconds").doubleValue()).isEqualTo(57);
    assertThat(one.get("keyspacesInStepSeconds").toString()).isEqualTo("{\"default\":9.0}");
    assertThat(one.get("sentBytes").longValue()).isEqualTo(400);
    assertThat(one.get("receivedKeys").longValue()).isEqualTo(3);
    JsonNode other = repair.get("partners").get(1);
    assertThat(other.get("activity").textValue()).isEqualTo("down");
    assertThat(other.get("verdict").textValue()).isEqualTo("none");
    assertThat(other.get("inStepSeconds").isNull()).isTrue();
    assertThat(other.get("comparedSeconds").isNull()).isTrue();
  }

  @Test
  void whetherItComparesAtAllIsShown() throws Exception {
    api.backend.repair = new RepairReport(NOW_MS, RepairSettings.DEFAULT, true, 0, 0, List.of());
    assertThat(json(api.get("/v1/repair")).get("state").textValue()).isEqualTo("paused");
    api.backend.repair = new RepairReport(NOW_MS, RepairSettings.OFF, true, 0, 0, List.of());
    assertThat(json(api.get("/v1/repair")).get("state").textValue()).isEqualTo("off");
    mistake("/v1/repair", 409, "repair-off", "off here");
  }

  @Test
  void aRunIsBegunOfAllOrOfWhatIsNamed() throws Exception {
    HttpResponse<byte[]> answer = api.call("POST", "/v1/repair");
    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.headers().firstValue("Location")).contains("/v1/repair/runs/7");
    assertThat(json(answer).get("state").textValue()).isEqualTo("running");
    assertThat(api.backend.wished).isEqualTo(RepairFilter.ALL);

    api.call("POST", "/v1/repair?keyspace=default&dc=eu&peer=eu%2D2");
    assertThat(api.backend.wished)
        .isEqualTo(new RepairFilter(defaultKeyspace(), "eu", number("eu-2")));
  }

  @Test
  void howFarARunIsIsShown() throws Exception {
    api.backend.run =
        run(
            NOW_MS - 6_000,
            part("eu-1", RepairRun.State.ENDED, RepairVerdict.IN_STEP, 0),
            part("us-2", RepairRun.State.RUNNING, RepairVerdict.MENDED, 600));
    JsonNode run = json(api.get("/v1/repair/runs/7"));
    assertThat(run.get("id").longValue()).isEqualTo(7);
    assertThat(run.get("keyspace").isNull()).isTrue();
    assertThat(run.get("seconds").doubleValue()).isEqualTo(6);
    assertThat(run.get("verdict").textValue()).isEqualTo("mended");
    assertThat(run.get("bytesDone").longValue()).isEqualTo(1_200);
    assertThat(run.get("bytesLeft").longValue()).isEqualTo(600);
    assertThat(run.get("etaSeconds").longValue()).isEqualTo(3);
    JsonNode part = run.get("parts").get(1);
    assertThat(part.get("id").textValue()).isEqualTo("us-2");
    assertThat(part.get("state").textValue()).isEqualTo("running");
    assertThat(part.get("asOfMs").longValue()).isEqualTo(NOW_MS - 3_000);
    assertThat(part.get("why").textValue()).isEqualTo("it says why");
  }

  @Test
  void whatNobodyKnowsOfARunIsNull() throws Exception {
    JsonNode run = json(api.get("/v1/repair/runs/7"));
    assertThat(run.get("bytesLeft").isNull()).isTrue();
    assertThat(run.get("etaSeconds").isNull()).isTrue();
    assertThat(run.get("parts").get(0).get("asOfMs").isNull()).isTrue();
    assertThat(run.get("parts").get(0).get("bytesLeft").isNull()).isTrue();
  }

  @Test
  void aRunOfWhatIsGoneSinceIsStillShown() throws Exception {
    RepairRun.Part left =
        new RepairRun.Part(
            DROPPED, RepairRun.State.ENDED, RepairVerdict.NONE, 0, TALLY, 0, 0, "left");
    RepairFilter filter = new RepairFilter(DROPPED, "eu", DROPPED);
    api.backend.run = new RepairRun(7, filter, NOW_MS - 9_000, NOW_MS - 8_000, List.of(left));
    JsonNode run = json(api.get("/v1/repair/runs/7"));
    assertThat(run.get("state").textValue()).isEqualTo("ended");
    assertThat(run.get("seconds").doubleValue()).isEqualTo(1);
    assertThat(run.get("keyspace").textValue()).isEqualTo("dropped keyspace 99");
    assertThat(run.get("dc").textValue()).isEqualTo("eu");
    assertThat(run.get("peer").textValue()).isEqualTo("member 99");
  }

  @Test
  void whatCannotBeComparedIsRefusedWithTheReason() throws Exception {
    mistake(
        "/v1/repair?keyspace=nowhere",
        404,
        "unknown-keyspace",
        "there is no keyspace 'nowhere'; there are: default");
    mistake(
        "/v1/repair?peer=us-9",
        404,
        "unknown-member",
        "peer 'us-9': must be a member of the cluster");
    mistake(
        "/v1/repair?peer=us-1",
        400,
        "invalid-parameter",
        "peer 'us-1': must be another node than the one that is asked");
    mistake(
        "/v1/repair?dc=xx",
        400,
        "invalid-parameter",
        "dc 'xx': must be a DC of the cluster: eu, us");
    mistake(
        "/v1/repair?node=a&dc=eu&dc=us",
        400,
        "invalid-parameter",
        "'node' is not a parameter of a repair, which takes keyspace, dc, peer; 'dc' is given"
            + " twice");
    assertThat(api.backend.wished).isNull();
  }

  @Test
  void aValueThatIsNotPercentEncodedIsNamed() {
    Parameters wish = Parameters.parse("&dc=e%75&peer=%zz&", "a repair", "dc", "peer");
    assertThat(wish.value("dc")).isEqualTo("eu");
    assertThat(wish.mistakes())
        .containsExactly(new Mistake("peer", "peer='%zz' is not percent-encoded correctly"));
    assertThat(Parameters.parse(null, "a repair").mistakes()).isEmpty();
  }

  @Test
  void wherePartnersAreMissingThereIsNothingToCompare() throws Exception {
    api.backend.run = new RepairRun(7, RepairFilter.ALL, NOW_MS, NOW_MS, List.of());
    mistake(
        "/v1/repair",
        409,
        "nothing-to-compare",
        "no other node holds anything that us-1 holds, so there is nothing to compare");
    mistake(
        "/v1/repair?dc=eu&keyspace=default",
        409,
        "nothing-to-compare",
        "no other node of dc 'eu' holds anything of keyspace 'default' that us-1 holds, so there is"
            + " nothing to compare");
    mistake(
        "/v1/repair?dc=us&peer=eu-1",
        409,
        "nothing-to-compare",
        "eu-1 is not in dc 'us', so there is nothing to compare");
  }

  @Test
  void theBackgroundIsPausedAndResumed() throws Exception {
    assertThat(api.call("POST", "/v1/repair/pause").statusCode()).isEqualTo(204);
    assertThat(api.backend.repairPaused).isTrue();
    assertThat(api.call("POST", "/v1/repair/resume").statusCode()).isEqualTo(204);
    assertThat(api.backend.repairPaused).isFalse();
  }

  @Test
  void mistakesAreNamed() throws Exception {
    for (String id : new String[] {"8", "0", "-1", "seven", "", "7/8"}) {
      HttpResponse<byte[]> answer = api.get("/v1/repair/runs/" + id);
      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(json(answer).get("detail").textValue()).startsWith("run '" + id + "': must be");
    }
    assertThat(api.call("POST", "/v1/repair/runs/7").statusCode()).isEqualTo(405);
    assertThat(api.call("GET", "/v1/repair/pause").statusCode()).isEqualTo(405);
    assertThat(api.call("DELETE", "/v1/repair").statusCode()).isEqualTo(405);
    assertThat(api.call("POST", "/v1/repair/pause?peer=eu-1").statusCode()).isEqualTo(400);
    assertThat(api.get("/v1/repair?keyspace=default").statusCode()).isEqualTo(400);
    assertThat(api.get("/v1/repair/runs/7?x=1").statusCode()).isEqualTo(400);
    assertThat(api.get("/v1/repair/other").statusCode()).isEqualTo(404);
  }
}
