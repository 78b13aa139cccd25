package io.atoll.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.cli.TestTerminal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code atoll status --repair} shows. */
class RepairStatusTest {
  @TempDir Path directory;
  private RepairFixture cluster;
  private TestTerminal terminal;

  @BeforeEach
  void start() throws Exception {
    cluster = new RepairFixture("eu-1", "us-1", "us-2");
    terminal = new TestTerminal(directory).variable("ATOLL_URL", cluster.url());
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  private void says(String id, String state, long unknownArcs, JsonObject... partners) {
    JsonArray all = new JsonArray();
    for (JsonObject partner : partners) {
      all.add(partner);
    }
    cluster
        .node(id)
        .page(
            "/v1/repair",
            new JsonObject()
                .put("node", id)
                .put("state", state)
                .put("unknownArcs", unknownArcs)
                .put("partners", all));
  }

  private static JsonObject partner(
      String id, String activity, String verdict, Integer comparedSeconds, Integer inStepSeconds) {
    return new JsonObject()
        .put("id", id)
        .put("activity", activity)
        .put("verdict", verdict)
        .put("comparedSeconds", comparedSeconds)
        .put("inStepSeconds", inStepSeconds)
        .put("differing", 0)
        .put("sentKeys", 0)
        .put("sentBytes", 0)
        .put("receivedKeys", 0)
        .put("receivedBytes", 0)
        .put("arcsNotCompared", 0)
        .put("dirtyArcs", 0)
        .put("refusal", "");
  }

  @Test
  void aPairIsShownOnceByWhicheverOfTheTwoKnowsMoreAndTheWorstComesFirst() {
    says(
        "eu-1",
        "on",
        0,
        partner("us-1", "waiting", "in_step", 20, 23),
        partner("us-2", "down", "in_step", 660, 663));
    says(
        "us-1",
        "on",
        0,
        partner("eu-1", "waiting", "in_step", 2, 5)
            .put("differing", 31)
            .put("sentKeys", 30)
            .put("receivedKeys", 1)
            .put("sentBytes", 2_000_000)
            .put("receivedBytes", 97_152),
        partner("us-2", "exchanging", "different", 4, null).put("refusal", "the disk is full"));
    cluster.node("us-2").close();

    assertThat(terminal.run("status", "--repair")).isEqualTo(1);
    assertThat(terminal.out())
        .isEqualTo(
            """
            1 of 3 pairs of replicas are in step, as of 5 s ago or later

            NODE  PEER  IN STEP AS OF  COMPARED    DIFFERED  BROUGHT     SIZE  STATE
            us-1  us-2  never          4 s ago            0        0      0 B  differs: the disk is full; bringing what differs
            eu-1  us-2  11 min ago     11 min ago         0        0      0 B  in step then; waits: it is down
            eu-1  us-1  5 s ago        2 s ago           31       31  2.0 MiB  in step

            us-2 did not answer: %s
            """
                .formatted(cluster.refusal("us-2")));
  }

  @Test
  void arcsThatNodesCannotCompareYetAndNodesThatDoNotCompareAreNamed() {
    says(
        "eu-1",
        "on",
        12,
        partner("us-1", "comparing", "not_compared", 3, null)
            .put("refusal", "12 of 64 arcs are not known"),
        partner("us-2", "waiting", "none", null, null));
    says("us-1", "paused", 0, partner("us-2", "paused", "none", null, null));
    says("us-2", "off", 0);

    assertThat(terminal.run("status", "--repair")).isZero();
    assertThat(terminal.out())
        .isEqualTo(
            """
            0 of 3 pairs of replicas are in step

            NODE  PEER  IN STEP AS OF  COMPARED  DIFFERED  BROUGHT  SIZE  STATE
            eu-1  us-1  never          3 s ago          0        0   0 B  not wholly compared: 12 of 64 arcs are not known; comparing
            eu-1  us-2  never          never            0        0   0 B  not compared yet
            us-1  us-2  never          never            0        0   0 B  not compared yet; paused

            eu-1 does not know the sums of 12 arcs yet, and compares them when it has read them
            us-1 is paused: atoll repair resume
            us-2 compares nothing: anti-entropy is off there
            """);
  }

  @Test
  void whatTheNodesAnsweredIsPrintedAsJson() {
    for (String id : new String[] {"eu-1", "us-1", "us-2"}) {
      says(id, "on", 0);
    }
    assertThat(terminal.run("status", "--repair", "--json")).isZero();
    JsonObject all = new JsonObject(terminal.out());
    assertThat(all.getJsonArray("nodes")).hasSize(3);
    assertThat(all.getJsonObject("unanswered")).isEmpty();
  }
}
