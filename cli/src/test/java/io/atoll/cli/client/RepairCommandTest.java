package io.atoll.cli.client;

import static io.atoll.cli.client.RepairFixture.inStep;
import static io.atoll.cli.client.RepairFixture.part;
import static io.atoll.cli.client.RepairFixture.run;
import static io.atoll.cli.client.RepairFixture.sent;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.cli.FakeNode;
import io.atoll.cli.TestTerminal;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepairCommandTest {
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

  @Test
  void everyNodeRunsAndWhatIsInStepIsSaidInOneLine() {
    cluster.runs(
        "eu-1",
        run(7, "eu-1", true, part("us-1", "running", "none", 0, ""), inStep("us-2")),
        run(7, "eu-1", false, sent(inStep("us-1"), 1_200, 3 << 20), inStep("us-2")));
    cluster.runs("us-1", run(3, "us-1", false, inStep("eu-1"), sent(inStep("us-2"), 34, 1 << 20)));
    cluster.runs("us-2", run(1, "us-2", false, inStep("eu-1"), inStep("us-1")));

    assertThat(terminal.run("repair", "--keyspace", "a b", "--dc", "us")).isZero();
    assertThat(terminal.out())
        .isEqualTo("in step: all 3 pairs of 3 nodes; 1,234 keys were brought, 4.0 MiB\n");
    for (String id : new String[] {"eu-1", "us-1", "us-2"}) {
      assertThat(cluster.node(id).requests).contains("POST /v1/repair?keyspace=a%20b&dc=us");
    }
  }

  @Test
  void whatStaysDifferentOrWasNotComparedHasALineForEachPairAndFails() {
    cluster.runs(
        "eu-1",
        run(
            7,
            "eu-1",
            false,
            part("us-1", "ended", "different", 5_000, "us-1 refused: the disk is full"),
            part("us-2", "ended", "not_compared", 0, "it is down")));
    cluster.runs(
        "us-1",
        run(
            3,
            "us-1",
            false,
            part("eu-1", "ended", "different", 4_000, "the disk is full"),
            part("us-2", "ended", "not_compared", 5_000, "12 of 64 arcs are not known")));
    cluster.node("us-2").close();

    assertThat(terminal.run("repair")).isEqualTo(1);
    assertThat(terminal.out())
        .isEqualTo(
            """
            eu-1 and us-1 stay different: us-1 refused: the disk is full
            eu-1 and us-2 were not compared: it is down
            us-1 and us-2 were not wholly compared: 12 of 64 arcs are not known
            us-2 did not answer: %s
            in step: 0 of 3 pairs; 0 keys were brought, 0 B
            """
                .formatted(cluster.refusal("us-2")));
  }

  @Test
  void ofTwoViewsOfAPairTheLaterCounts() {
    cluster.runs(
        "eu-1",
        run(
            7,
            "eu-1",
            false,
            part("us-1", "ended", "different", 4_000, "it refused"),
            part("us-2", "ended", "in_step", 4_000, "")));
    cluster.runs("us-1", run(3, "us-1", false, inStep("eu-1"), inStep("us-2")));
    cluster.runs(
        "us-2",
        run(
            1,
            "us-2",
            false,
            part("eu-1", "ended", "different", 5_000, "it refused"),
            part("us-1", "ended", "not_compared", 0, "it was down")));

    assertThat(terminal.run("repair")).isEqualTo(1);
    assertThat(terminal.out())
        .isEqualTo(
            """
            eu-1 and us-2 stay different: it refused
            in step: 2 of 3 pairs; 0 keys were brought, 0 B
            """);
  }

  @Test
  void howFarItIsIsToldInPlainLinesOrInPlace() {
    JsonObject middle =
        run(
            7,
            "eu-1",
            true,
            sent(part("us-1", "running", "mended", 0, ""), 500, 3 << 20).put("bytesLeft", 9 << 20),
            inStep("us-2"));
    JsonObject end = run(7, "eu-1", false, sent(inStep("us-1"), 2_000, 12 << 20), inStep("us-2"));
    cluster.runs("eu-1", middle, end);
    cluster.runs("us-1", run(3, "us-1", false, inStep("eu-1"), inStep("us-2")));
    cluster.runs("us-2", run(1, "us-2", false, inStep("eu-1"), inStep("us-1")));
    String line = "5 of 6 comparisons, 500 keys, 3.0 MiB of 12.0 MiB, ETA 6 s";

    assertThat(terminal.run("repair")).isZero();
    assertThat(terminal.err()).isEqualTo(line + "\n");

    cluster.runs("eu-1", middle, end);
    terminal.watched();
    assertThat(terminal.run("repair")).isZero();
    assertThat(terminal.err()).contains("\r\u001b[K" + line).endsWith("\r\u001b[K");
  }

  @Test
  void whatIsNotKnownOfAllPairsIsALowerBound() {
    JsonObject waits = part("us-2", "waiting", "none", 0, "").putNull("bytesLeft");
    JsonObject some = sent(part("us-1", "running", "mended", 0, ""), 500, 3 << 20);
    assertThat(done(some.copy().put("bytesLeft", 9 << 20), waits))
        .isEqualTo("0 of 2 comparisons, 500 keys, 3.0 MiB of 12.0 MiB or more, ETA 6 s or more");
    assertThat(done(some.copy().putNull("bytesLeft"), waits))
        .isEqualTo("0 of 2 comparisons, 500 keys, 3.0 MiB, ETA unknown");
    assertThat(done(part("us-1", "running", "none", 0, "").put("bytesLeft", 9 << 20)))
        .isEqualTo("0 of 1 comparisons, 0 keys, 0 B of 9.0 MiB, ETA unknown");
    assertThat(done(inStep("us-1"))).isEqualTo("1 of 1 comparisons, 0 keys, 0 B, ETA 0 s");
  }

  private static String done(JsonObject... parts) {
    return RepairProgress.Done.of(run(1, "us-3", true, parts), List.of(parts)).toString();
  }

  @Test
  void whoStopsLeavesTheRunsGoing() {
    cluster.runs("eu-1", run(7, "eu-1", true, part("us-1", "running", "none", 0, "")));
    cluster.runs("us-1", run(3, "us-1", true, part("eu-1", "waiting", "none", 0, "")));
    cluster.runs("us-2", run(1, "us-2", false, inStep("us-1")));
    terminal.stop().raise();

    assertThat(terminal.run("repair")).isEqualTo(130);
    assertThat(terminal.out())
        .isEqualTo("the runs go on at 2 nodes; atoll status --repair shows how their pairs are\n");
  }

  @Test
  void aNodeWithNothingToCompareIsPassedOver() {
    JsonObject nothing =
        new JsonObject()
            .put("type", "urn:atoll:error:nothing-to-compare")
            .put("detail", "no other node holds anything of keyspace 'k' that eu-1 holds");
    cluster.node("eu-1").answers("POST /v1/repair", 409, nothing);
    cluster.runs("us-1", run(3, "us-1", false, inStep("us-2")));
    cluster.runs("us-2", run(1, "us-2", false, inStep("us-1")));
    assertThat(terminal.run("repair", "--keyspace", "k")).isZero();
    assertThat(terminal.out()).startsWith("in step: all 1 pairs of 2 nodes;");

    cluster.node("us-1").answers("POST /v1/repair", 409, nothing);
    cluster.node("us-2").answers("POST /v1/repair", 409, nothing);
    assertThat(terminal.run("repair", "--keyspace", "k")).isEqualTo(1);
    assertThat(terminal.err())
        .isEqualTo(
            "atoll repair: no other node holds anything of keyspace 'k' that eu-1 holds (409)\n");
  }

  @Test
  void aRunThatANodeForgotIsSaidToBeLost() {
    cluster.runs("eu-1", run(7, "eu-1", false, inStep("us-1"), inStep("us-2")));
    cluster.runs("us-1", run(3, "us-1", false, inStep("eu-1"), inStep("us-2")));
    JsonObject begun = run(1, "us-2", true, part("us-1", "waiting", "none", 0, ""));
    cluster.node("us-2").answers("POST /v1/repair", 202, begun);

    assertThat(terminal.run("repair")).isEqualTo(1);
    assertThat(terminal.out())
        .contains("us-2 did not answer: there is nothing at /v1/repair/runs/1 (404)\n");
  }

  @Test
  void aMistakeIsToldInTheNodesOwnWordsAndNothingIsBegunElsewhere() {
    cluster
        .node("eu-1")
        .answers(
            "POST /v1/repair",
            400,
            new JsonObject()
                .put("type", "urn:atoll:error:invalid-parameter")
                .put("detail", "dc 'xx': must be one of eu, us"));
    assertThat(terminal.run("repair", "--dc", "xx")).isEqualTo(2);
    assertThat(terminal.err()).isEqualTo("atoll repair: dc 'xx': must be one of eu, us (400)\n");
    assertThat(cluster.node("us-1").requests).isEmpty();
  }

  @Test
  void whatTheNodesAnsweredIsPrintedAsJson() {
    cluster.runs("eu-1", run(7, "eu-1", false, inStep("us-1"), inStep("us-2")));
    cluster.runs("us-1", run(3, "us-1", false, inStep("eu-1"), inStep("us-2")));
    cluster.runs("us-2", run(1, "us-2", false, inStep("eu-1"), inStep("us-1")));

    assertThat(terminal.run("repair", "--json")).isZero();
    JsonObject all = new JsonObject(terminal.out());
    assertThat(all.getBoolean("inStep")).isTrue();
    assertThat(all.getJsonArray("runs")).hasSize(3);
    assertThat(all.getJsonObject("unanswered")).isEmpty();
  }

  @Test
  void pauseAndResumeReachEveryNode() {
    for (String id : new String[] {"eu-1", "us-1", "us-2"}) {
      cluster.node(id).takes("/v1/repair/pause");
      cluster.node(id).takes("/v1/repair/resume");
    }
    assertThat(terminal.run("repair", "pause")).isZero();
    assertThat(terminal.out()).isEqualTo("paused at 3 nodes\n");
    FakeNode last = cluster.node("us-2");
    assertThat(terminal.run("repair", "resume")).isZero();
    assertThat(last.requests).containsExactly("POST /v1/repair/pause", "POST /v1/repair/resume");
    last.close();
    assertThat(terminal.run("repair", "pause")).isEqualTo(1);
    assertThat(terminal.out()).startsWith("paused at 2 nodes\nus-2 did not answer: ");
  }
}
