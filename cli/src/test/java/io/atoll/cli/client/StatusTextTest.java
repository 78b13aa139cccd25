package io.atoll.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

/** What stands below the table of {@code atoll status}. */
class StatusTextTest {
  private static JsonObject node(String id, String gossip, String requests, Double clock) {
    return new JsonObject()
        .put("id", id)
        .put("dc", "us")
        .put("rack", "r1")
        .put("weight", 1)
        .put("host", "10.0.0.1")
        .put(
            "ports",
            new JsonObject().put("gossip", 1).put("peer", 2).put("http", 3).put("client", 4))
        .put("state", "silent".equals(requests) ? "down" : "alive")
        .put("gossip", gossip)
        .put("requests", requests)
        .put("clockAheadSeconds", clock)
        .put("writable", true)
        .put("share", 1.0);
  }

  private static String status(JsonObject... nodes) {
    JsonArray array = new JsonArray();
    for (JsonObject node : nodes) {
      array.add(node);
    }
    return StatusCommand.text(
        new JsonObject()
            .put("cluster", "c")
            .put("epoch", 3L)
            .put("partitions", 16)
            .put("node", "us-1")
            .put("nodes", array),
        false);
  }

  @Test
  void nothingIsSaidOfNodesThatAreWell() {
    String text =
        status(
            node("us-1", "alive", "answers", 0.0),
            node("us-2", "suspect", "answers", 0.9),
            node("us-3", "down", "silent", null));
    assertThat(text).doesNotContain("gossip").doesNotContain("clock");
    assertThat(text.lines().reduce((a, b) -> b).orElseThrow()).startsWith("us").contains("us-3");
  }

  @Test
  void aNodeOfWhichOnlyOneWayWorksIsNamedWithWhatToLookAt() {
    String text =
        status(
            node("us-1", "alive", "answers", 0.0),
            node("us-2", "down", "answers", 0.0),
            node("us-3", "alive", "silent", 0.0));
    assertThat(text)
        .contains(
            "\nus-2 answers requests, and its gossip does not get through: see UDP between us-1 and"
                + " 10.0.0.1:1")
        .contains(
            "\nus-3 gossips, and does not answer requests: see the node, and TCP from us-1 to"
                + " 10.0.0.1:2");
  }

  @Test
  void aClockThatIsOffIsTold() {
    String text =
        status(
            node("us-1", "alive", "answers", 0.0),
            node("us-2", "alive", "answers", 31_536_000.0),
            node("us-3", "alive", "answers", -1.25));
    assertThat(text)
        .contains("\nus-2 has a clock that is 31536000.0 s ahead of that of us-1")
        .contains("\nus-3 has a clock that is 1.3 s behind that of us-1");
  }

  /** A node of an older release does not tell. */
  @Test
  void nothingIsSaidOfWhatIsNotKnown() {
    JsonObject old = node("us-1", "alive", "answers", 0.0);
    old.remove("gossip");
    old.remove("requests");
    old.remove("clockAheadSeconds");
    old.remove("writable");
    assertThat(status(old)).contains("us-1");
  }
}
