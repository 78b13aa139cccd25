package io.atoll.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.cli.FakeNode;
import io.atoll.cli.TestTerminal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HintsCommandTest {
  @TempDir Path directory;
  private FakeNode one;
  private FakeNode other;
  private TestTerminal terminal;

  @BeforeEach
  void start() throws Exception {
    one = new FakeNode();
    other = new FakeNode();
    JsonArray nodes = new JsonArray().add(member("us-1", one)).add(member("us-2", other));
    one.page("/v1/cluster", new JsonObject().put("nodes", nodes));
    terminal = new TestTerminal(directory).variable("ATOLL_URL", one.url());
  }

  @AfterEach
  void stop() {
    one.close();
    other.close();
  }

  private static JsonObject member(String id, FakeNode node) {
    return new JsonObject()
        .put("id", id)
        .put("dc", "us")
        .put("rack", "r1")
        .put("host", "127.0.0.1")
        .put("ports", new JsonObject().put("http", URI.create(node.url()).getPort()));
  }

  private static void lacks(FakeNode holder, String nodeId, String target, long keys) {
    JsonObject lacking =
        new JsonObject()
            .put("id", target)
            .put("keys", keys)
            .put("bytes", 50 * keys)
            .put("dirtyArcs", 0)
            .put("oldestSeconds", keys == 0 ? null : 600)
            .put("keysPerSecond", 0)
            .put("etaSeconds", keys == 0 ? Integer.valueOf(0) : null)
            .put("state", keys == 0 ? "idle" : "down")
            .put("refusal", "");
    holder.page(
        "/v1/hints",
        new JsonObject().put("node", nodeId).put("targets", new JsonArray().add(lacking)));
  }

  @Test
  void whatEachNodeKeepsForWhomIsShown() {
    lacks(one, "us-1", "us-2", 0);
    lacks(other, "us-2", "us-1", 1_234);
    assertThat(terminal.run("hints")).isZero();
    assertThat(terminal.out())
        .contains("us-2", "us-1", "1,234", "10 min", "waits: it is down")
        .hasLineCount(2);
    assertThat(terminal.err()).isEmpty();
  }

  @Test
  void nobodyLacksAnythingIsSaid() {
    lacks(one, "us-1", "us-2", 0);
    lacks(other, "us-2", "us-1", 5);
    assertThat(terminal.run("hints", "--target", "us-2")).isZero();
    assertThat(terminal.out()).contains("no hints");
  }

  @Test
  void aNodeThatDoesNotAnswerIsNamedAndFails() {
    lacks(one, "us-1", "us-2", 7);
    other.close();
    assertThat(terminal.run("hints")).isEqualTo(1);
    assertThat(terminal.out()).contains("us-1", "7", "us-2 did not answer: " + other.url());
  }

  @Test
  void pauseAndResumeReachEveryNode() {
    for (FakeNode each : new FakeNode[] {one, other}) {
      each.takes("/v1/hints/pause");
      each.takes("/v1/hints/resume");
    }
    assertThat(terminal.run("hints", "pause", "--target", "us-2")).isZero();
    assertThat(terminal.out()).contains("paused at 2 nodes");
    assertThat(terminal.run("hints", "resume")).isZero();
    assertThat(terminal.out()).contains("resumed at 2 nodes");
    assertThat(other.requests)
        .containsExactly("POST /v1/hints/pause?target=us-2", "POST /v1/hints/resume");
  }

  @Test
  void waitEndsWhenNothingIsLeftAndFailsWhenItsTimeIsOver() {
    lacks(one, "us-1", "us-2", 0);
    lacks(other, "us-2", "us-1", 0);
    assertThat(terminal.run("hints", "wait")).isZero();
    assertThat(terminal.out()).contains("no hints");
    lacks(other, "us-2", "us-1", 3);
    assertThat(terminal.run("hints", "wait", "--timeout", "0")).isEqualTo(1);
  }

  @Test
  void aTargetThatIsNoNodeIsAMistake() {
    assertThat(terminal.run("hints", "--target", "us-9")).isEqualTo(2);
    assertThat(terminal.err()).contains("us-9").contains("must be a node of the cluster");
  }
}
