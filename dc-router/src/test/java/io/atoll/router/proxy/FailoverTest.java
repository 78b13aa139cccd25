package io.atoll.router.proxy;

import static io.atoll.router.proxy.Stage.header;
import static io.atoll.router.proxy.Stage.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** What the router does when a node fails, by what may be repeated and what may not. */
class FailoverTest {
  private static final String KEY = "/v1/kv/default/k";

  @Test
  void aReadGoesElsewhereWhenANodeBreaksOff() throws Exception {
    try (Stage stage = new Stage("us-1", "eu-1").start()) {
      stage.node("us-1").does(FakeNode.breaksOff());
      HttpResponse<String> response = stage.get(KEY);
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body()).isEqualTo("from eu-1");
      assertThat(header(response, "atoll-router")).isEqualTo("dc=eu, node=eu-1, attempts=2");
    }
  }

  @Test
  void aReadWhoseAnswerBreaksOffHalfwayIsHadWholeElsewhere() throws Exception {
    try (Stage stage = new Stage("us-1", "eu-1").start()) {
      stage.node("us-1").does(FakeNode.diesMidAnswer(1000));
      assertThat(stage.get(KEY).body()).isEqualTo("from eu-1");
    }
  }

  @Test
  void aWriteThatBreaksOffIsNotRepeatedAndTheClientIsToldThatItMayTakeEffect() throws Exception {
    try (Stage stage = new Stage("us-1", "us-2", "eu-1").start()) {
      stage.nodes.values().forEach(node -> node.does(FakeNode.breaksOff()));
      HttpResponse<String> response = stage.put(KEY, "x");
      assertThat(response.statusCode()).isEqualTo(503);
      assertThat(json(response).getString("type")).isEqualTo("urn:atoll:error:not-enough-answers");
      assertThat(json(response).getBoolean("mayStillTakeEffect")).isTrue();
      assertThat(header(response, "atoll-router")).isEqualTo("attempts=1");
      assertThat(stage.nodes.values().stream().mapToInt(node -> node.seen().size()).sum())
          .isEqualTo(1);
    }
  }

  @Test
  void aWriteThatCouldNotBeSentIsSentElsewhere() throws Exception {
    try (Stage stage = new Stage("us-1", "eu-1").start()) {
      stage.node("eu-1").does(FakeNode.answers(204, ""));
      stage.node("us-1").close();
      HttpResponse<String> response = stage.put(KEY, "x");
      assertThat(response.statusCode()).isEqualTo(204);
      assertThat(stage.node("eu-1").seen()).hasSize(1);
      assertThat(stage.node("eu-1").seen().getFirst().body()).isEqualTo("x");
    }
  }

  @Test
  void aWriteThatANodeDidNotAttemptIsSentToAnotherDc() throws Exception {
    try (Stage stage = new Stage("us-1", "us-2", "eu-1").start()) {
      stage.node("us-1").does(FakeNode.problem(503, "unavailable"));
      stage.node("us-2").does(FakeNode.problem(503, "unavailable"));
      stage.node("eu-1").does(FakeNode.answers(204, ""));
      HttpResponse<String> response = stage.put(KEY, "x");
      assertThat(response.statusCode()).isEqualTo(204);
      assertThat(header(response, "atoll-router")).isEqualTo("dc=eu, node=eu-1, attempts=2");
    }
  }

  @Test
  void aWriteThatMayHaveTakenEffectIsAnsweredAsTheNodeSaid() throws Exception {
    try (Stage stage = new Stage("us-1", "eu-1").start()) {
      stage.node("us-1").does(FakeNode.problem(503, "not-enough-answers"));
      HttpResponse<String> response = stage.put(KEY, "x");
      assertThat(json(response).getString("type")).isEqualTo("urn:atoll:error:not-enough-answers");
      assertThat(header(response, "atoll-router")).isEqualTo("dc=us, node=us-1, attempts=1");
      assertThat(stage.node("eu-1").seen()).isEmpty();
    }
  }

  @Test
  void whenAllRefuseTheLastRefusalIsTheAnswer() throws Exception {
    try (Stage stage = new Stage("us-1", "eu-1").start()) {
      stage.nodes.values().forEach(node -> node.does(FakeNode.problem(503, "unavailable")));
      HttpResponse<String> response = stage.put(KEY, "x");
      assertThat(response.statusCode()).isEqualTo(503);
      assertThat(header(response, "atoll-router")).isEqualTo("dc=eu, node=eu-1, attempts=2");
    }
  }

  @Test
  void aReadOfASilentNodeIsHedged() throws Exception {
    try (Stage stage = new Stage("us-1", "eu-1").start()) {
      stage.node("us-1").does(FakeNode.silent());
      HttpResponse<String> response = stage.get(KEY + "?timeout=20s");
      assertThat(response.body()).isEqualTo("from eu-1");
      assertThat(stage.get("/metrics").body())
          .contains("atoll_router_hedges_total 1.0", "atoll_router_hedges_won_total 1.0");
    }
  }

  @Test
  void aSecondHedgeLeavesADcOfWhichTwoNodesAreSilent() throws Exception {
    try (Stage stage = new Stage("us-1", "us-2", "us-3", "eu-1").start()) {
      for (String silent : new String[] {"us-1", "us-2", "us-3"}) {
        stage.node(silent).does(FakeNode.silent());
      }
      HttpResponse<String> response = stage.get(KEY + "?timeout=20s");
      assertThat(header(response, "atoll-router")).isEqualTo("dc=eu, node=eu-1, attempts=3");
    }
  }

  @Test
  void withoutABudgetNothingIsRepeatedAndTheClientIsTold() throws Exception {
    try (Stage stage =
        new Stage("us-1", "eu-1")
            .start(settings -> settings.with(new ProxySettings.Retries(0, 0, 0, 4)))) {
      stage.node("us-1").does(FakeNode.breaksOff());
      HttpResponse<String> response = stage.get(KEY);
      assertThat(response.statusCode()).isEqualTo(503);
      assertThat(json(response).getBoolean("mayStillTakeEffect")).isFalse();
      assertThat(stage.node("eu-1").seen()).isEmpty();
    }
  }

  @Test
  void aStoppedDcIsFoundOutAndItsWritesAreAnsweredBeforeTheirTimeIsOver() throws Exception {
    try (Stage stage =
        new Stage("us-1", "eu-1")
            .start(
                settings ->
                    settings.with(settings.loadBalancer().withProbes(100_000_000, 300_000_000)))) {
      stage.node("us-1").mute(true);
      HttpResponse<String> response = stage.put(KEY + "?timeout=30s", "x");
      assertThat(response.statusCode()).isEqualTo(503);
      assertThat(json(response).getBoolean("mayStillTakeEffect")).isTrue();
      assertThat(json(response).getString("detail")).contains("us-1 is considered down");
      assertThat(stage.node("eu-1").seen()).isEmpty();
      assertThat(stage.known("us-1").getString("state")).isEqualTo("down");
      assertThat(stage.get(KEY).body()).isEqualTo("from eu-1");
      stage.node("us-1").mute(false);
      stage.awaitState("us-1", "ready");
    }
  }

  @Test
  void aWriteOfASilentNodeIsInDoubtWhenItsTimeIsOver() throws Exception {
    try (Stage stage = new Stage("us-1", "eu-1").start()) {
      stage.node("us-1").does(FakeNode.silent());
      HttpResponse<String> response = stage.put(KEY + "?timeout=300", "x");
      assertThat(json(response).getString("type")).isEqualTo("urn:atoll:error:not-enough-answers");
      assertThat(json(response).getBoolean("mayStillTakeEffect")).isTrue();
      assertThat(stage.node("eu-1").seen()).isEmpty();
    }
  }

  @Test
  void aReadThatNobodyAnswersEndsWhenItsTimeIsOver() throws Exception {
    try (Stage stage = new Stage("us-1", "eu-1").start()) {
      stage.nodes.values().forEach(node -> node.does(FakeNode.silent()));
      HttpResponse<String> response = stage.get(KEY + "?timeout=300");
      assertThat(response.statusCode()).isEqualTo(503);
      assertThat(json(response).getBoolean("mayStillTakeEffect")).isFalse();
    }
  }

  @Test
  void aLongAnswerThatBreaksOffBreaksTheClientsConnectionAndIsNeverTakenForWhole()
      throws Exception {
    try (Stage stage = new Stage("us-1").start()) {
      stage.node("us-1").does(FakeNode.diesMidAnswer(20_000_000));
      assertThatThrownBy(() -> stage.get("/v1/ring")).isInstanceOf(IOException.class);
      assertThat(stage.get("/v1/router").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void whatWasHeldOfAnswersThatCameToNothingIsGivenBack() throws Exception {
    try (Stage stage = new Stage("us-1").start()) {
      FakeNode.Behaviour halfAndSilent =
          (request, body) -> {
            request.response().putHeader("content-length", "1000");
            request.response().write("x".repeat(500));
          };
      stage.node("us-1").does(halfAndSilent);
      assertThat(stage.get(KEY + "?timeout=100").statusCode()).isEqualTo(503);
      stage.node("us-1").does(FakeNode.diesMidAnswer(1000));
      assertThat(stage.get(KEY).statusCode()).isEqualTo(503);
      stage.await(page -> page.getJsonArray("loops").getJsonObject(0).getLong("heldBytes") == 0);
    }
  }

  @Test
  void withEveryDcDownTheAnswerComesAtOnceAndSaysWhenToComeBack() throws Exception {
    try (Stage stage = new Stage("us-1", "eu-1")) {
      stage.nodes.values().forEach(FakeNode::close);
      stage.start();
      HttpResponse<String> response = stage.put(KEY, "x");
      assertThat(response.statusCode()).isEqualTo(503);
      assertThat(header(response, "retry-after")).isEqualTo("1");
      assertThat(header(response, "atoll-router")).isEqualTo("attempts=0");
      assertThat(json(response).getString("type")).isEqualTo("urn:atoll:error:unavailable");
      assertThat(json(response).getBoolean("mayStillTakeEffect")).isFalse();
      assertThat(stage.get("/health/ready").statusCode()).isEqualTo(503);
      assertThat(stage.get("/health/live").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aNodeThatSaysItIsNotReadyGetsNothing() throws Exception {
    try (Stage stage = new Stage("us-1", "eu-1")) {
      stage.node("us-1").notReady("the log is being read");
      stage.start();
      assertThat(stage.get(KEY).body()).isEqualTo("from eu-1");
      assertThat(stage.known("us-1").getString("why")).isEqualTo("the log is being read");
      assertThat(stage.node("us-1").seen()).isEmpty();
    }
  }

  @Test
  void aNodeWhoseDiskIsFullGetsReadsAndNoWrites() throws Exception {
    try (Stage stage = new Stage("us-1", "us-2")) {
      stage.node("us-1").readyForReads("cannot write: the disk is full");
      stage.start();
      for (int i = 0; i < 30; i++) {
        assertThat(stage.put(KEY, "x").statusCode()).isEqualTo(200);
        assertThat(stage.get(KEY).statusCode()).isEqualTo(200);
      }
      assertThat(stage.known("us-1").getString("why")).isEqualTo("cannot write: the disk is full");
      assertThat(stage.node("us-1").seen()).isNotEmpty().allMatch(s -> s.method().equals("GET"));
    }
  }

  @Test
  void aWriteThatANodesStorageRefusesIsSentToAnother() throws Exception {
    try (Stage stage = new Stage("us-1", "us-2")) {
      stage.node("us-1").does(FakeNode.problem(507, "storage-refused"));
      stage.node("us-2").does(FakeNode.problem(507, "storage-refused"));
      stage.start();
      assertThat(stage.put(KEY, "x").statusCode()).isEqualTo(507);
      assertThat(stage.node("us-1").seen()).hasSize(1);
      assertThat(stage.node("us-2").seen()).hasSize(1);
    }
  }
}
