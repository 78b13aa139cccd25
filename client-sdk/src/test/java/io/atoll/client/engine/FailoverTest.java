package io.atoll.client.engine;

import static io.atoll.client.engine.TestClient.LOCAL;
import static io.atoll.client.engine.TestClient.READ;
import static io.atoll.client.engine.TestClient.REPEATABLE;
import static io.atoll.client.engine.TestClient.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.client.world.FakeCluster;
import io.atoll.client.world.FakeNode;
import io.atoll.client.world.World;
import io.atoll.wire.FailureCode;
import io.atoll.wire.LevelCode;
import io.atoll.wire.Outcome;
import io.atoll.wire.Request;
import io.atoll.wire.Response;
import io.atoll.wire.RetryAdvice;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of requests when nodes, connections and whole DCs fail. */
class FailoverTest {
  private static final CallTerms PATIENT =
      new CallTerms(LevelCode.QUORUM, false, 8_000, true, false);

  private final World world = new World(3);
  private final FakeCluster cluster = FakeCluster.in(world, 3, "us");

  @Test
  void noReadAndNoRepeatableWriteFailsWhenANodeDies() {
    cluster.nodes().forEach(node -> node.slow(5));
    TestClient client = TestClient.open(world, cluster);
    List<Told<?>> told = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      told.add(client.get("key-" + i, READ));
      told.add(client.put("key-" + i, "v", REPEATABLE));
    }
    world.run(2);
    cluster.node("us-2").kill();
    world.run(100);
    assertThat(told).allMatch(each -> each.times == 1 && each.failure == null);
    assertThat(client.stats.repeated).isPositive();
  }

  @Test
  void anUnrepeatableWriteOnABrokenConnectionFailsAtOnceAndSaysThatItMayHaveTakenEffect() {
    FakeCluster one = FakeCluster.in(world, 1, "eu");
    one.nodes().getFirst().slow(100);
    TestClient client = TestClient.open(world, one);
    Told<Response.Written> told = client.put("k", "v", WRITE);
    world.run(10);
    one.nodes().getFirst().cut("connection reset");
    world.run(2);
    assertThat(told.failure.kind()).isEqualTo(CallFailure.Kind.UNANSWERED);
    assertThat(told.failure.mayHaveTakenEffect()).isTrue();
    assertThat(told.failure.message()).contains("connection reset").contains("eu-1");
    assertThat(one.timesWritten("k", "v")).isEqualTo(1);
  }

  @Test
  void aBrokenConnectionIsOpenedAgainAtOnceAndRequestsWaitForIt() {
    FakeCluster one = FakeCluster.in(world, 1, "eu");
    TestClient client = TestClient.open(world, one);
    world.run(2_000);
    one.nodes().getFirst().cut("connection reset");
    world.run(1);
    Told<Response.Written> told = client.put("k", "v", WRITE);
    assertThat(client.await(told).failure).isNull();
    assertThat(told.tookMs()).isLessThan(5);
  }

  @Test
  void withEverythingGoneRequestsFailFastAndSayWhyAndItRecoversByItself() {
    TestClient client = TestClient.open(world, cluster);
    cluster.nodes().forEach(FakeNode::kill);
    world.run(500);
    Told<Response.Values> told = client.await(client.get("k", READ));
    assertThat(told.tookMs()).isLessThan(20);
    assertThat(told.failure.kind()).isEqualTo(CallFailure.Kind.UNREACHABLE);
    assertThat(told.failure.message()).contains("us-1", "us-2", "us-3", "connection refused");
    world.run(60_000);
    cluster.nodes().forEach(FakeNode::heal);
    world.run(6_000);
    assertThat(client.await(client.get("k", READ)).failure).isNull();
  }

  @Test
  void allNodesButOneCanBeLost() {
    TestClient client = TestClient.open(world, cluster);
    cluster.node("us-1").kill();
    cluster.node("us-3").vanish();
    world.run(6_000);
    for (int i = 0; i < 100; i++) {
      assertThat(client.await(client.put("key-" + i, "v", WRITE)).failure).isNull();
    }
  }

  @Test
  void aDeadNodeIsDialedMoreAndMoreSeldom() {
    TestClient client = TestClient.open(world, cluster);
    cluster.node("us-1").kill();
    int before = client.stats.failed;
    world.run(60_000);
    // 50, 100, …, 3,200 and then 5,000 ms, each less up to half.
    assertThat(client.stats.connectionsFailed).isBetween(15, 40);
    assertThat(client.stats.failed).isEqualTo(before);
  }

  @Test
  void aNodeThatHangsIsAvoidedLongBeforeItsConnectionIsGivenUp() {
    TestClient client = TestClient.open(world, cluster);
    client.warmUp(100, READ);
    cluster.node("us-1").hang();
    for (int i = 0; i < 30; i++) {
      client.get("key-" + i, PATIENT);
    }
    world.run(300);
    int before = client.stats.done;
    List<Told<Response.Written>> told = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      told.add(client.put("key-" + i, "v", WRITE));
    }
    world.run(10);
    assertThat(told).allMatch(each -> each.failure == null && each.isTold());
    assertThat(client.stats.done - before).isGreaterThanOrEqualTo(100);
  }

  @Test
  void aSilentConnectionIsBrokenAndTheRestIsRepeated() {
    FakeCluster one = FakeCluster.in(world, 1, "eu");
    TestClient client = TestClient.open(world, one);
    one.nodes().getFirst().hang();
    Told<Response.Written> told =
        client.put("k", "v", new CallTerms(LevelCode.QUORUM, false, 60_000, false, false));
    client.await(told);
    assertThat(told.failure.kind()).isEqualTo(CallFailure.Kind.UNANSWERED);
    assertThat(told.failure.message()).contains("silent for");
    assertThat(told.tookMs()).isBetween(1_900L, 2_600L);
  }

  @Test
  void aHungNodeComesBackWhenItIsResumed() {
    TestClient client = TestClient.open(world, cluster);
    client.warmUp(50, READ);
    FakeNode hung = cluster.node("us-1");
    hung.hang();
    for (int i = 0; i < 30; i++) {
      client.get("key-" + i, PATIENT);
    }
    world.run(1_500);
    hung.heal();
    world.run(3_000);
    int before = hung.requests();
    client.warmUp(300, READ);
    assertThat(hung.requests() - before).isGreaterThan(50);
  }

  @Test
  void requestsThatAreAlwaysSlowRaiseNoSuspicion() {
    FakeCluster wide = FakeCluster.in(world, 3, "ap", "eu");
    wide.nodes().forEach(node -> node.slow(300));
    TestClient client = TestClient.open(world, TestClient.settings(wide).withLocalDc("ap"), 1);
    client.warmUp(100, PATIENT);
    int elsewhere = requests(wide, "eu");
    int hedged = client.stats.hedged;
    for (int i = 0; i < 100; i++) {
      client.get("key-" + i, PATIENT);
      client.put("key-" + i, "v", REPEATABLE);
      world.run(150);
    }
    assertThat(client.stats.hedged).isEqualTo(hedged);
    assertThat(requests(wide, "eu")).isEqualTo(elsewhere);
  }

  @Test
  void aSlowNodeGetsLess() {
    cluster.node("us-1").slow(50);
    TestClient client = TestClient.open(world, cluster);
    client.warmUp(300, READ);
    int slow = cluster.node("us-1").requests();
    assertThat(slow).isLessThan(60);
    assertThat(slow).isPositive();
  }

  @Test
  void aNodeThatLeavesAnswersWhatIsUnderWayAndGetsNothingNew() {
    cluster.nodes().forEach(node -> node.slow(20));
    TestClient client = TestClient.open(world, cluster);
    List<Told<Response.Written>> told = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      told.add(client.put("key-" + i, "v", WRITE));
    }
    world.run(5);
    FakeNode leaving = cluster.node("us-1");
    leaving.leave();
    world.run(5);
    int before = leaving.requests();
    for (int i = 0; i < 60; i++) {
      told.add(client.put("more-" + i, "v", WRITE));
    }
    world.run(30);
    assertThat(leaving.requests()).isEqualTo(before);
    assertThat(told).allMatch(each -> each.isTold() && each.failure == null);
  }

  @Test
  void anotherDcIsUsedWhenTheLocalOneIsGoneEvenForLocalLevels() {
    FakeCluster wide = FakeCluster.in(world, 2, "ap", "eu", "sa");
    wide.nodes().stream().filter(node -> node.dc().equals("eu")).forEach(node -> node.away(5));
    wide.nodes().stream().filter(node -> node.dc().equals("sa")).forEach(node -> node.away(50));
    TestClient client = TestClient.open(world, TestClient.settings(wide).withLocalDc("ap"), 1);
    client.await(client.put("k", "v", LOCAL));
    wide.nodes().stream().filter(node -> node.dc().equals("ap")).forEach(FakeNode::kill);
    world.run(100);
    assertThat(client.await(client.get("k", LOCAL)).failure).isNull();
    assertThat(requests(wide, "eu")).isPositive();
    assertThat(requests(wide, "sa")).isZero();
  }

  @Test
  void aDcThatHangsIsLeftWhenItsConnectionsAreGivenUpEvenForLocalLevels() {
    FakeCluster wide = FakeCluster.in(world, 3, "ap", "eu");
    TestClient client = TestClient.open(world, TestClient.settings(wide).withLocalDc("ap"), 1);
    client.warmUp(50, READ);
    wide.nodes().stream().filter(node -> node.dc().equals("ap")).forEach(FakeNode::hang);
    CallTerms local = new CallTerms(LevelCode.LOCAL_QUORUM, false, 5_000, true, true);
    List<Told<Response.Values>> told = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      told.add(client.get("key-" + i, local));
      world.run(40);
    }
    world.run(100);
    assertThat(told).allMatch(each -> each.isTold() && each.failure == null);
    assertThat(told).allMatch(each -> each.tookMs() < 2_700);
    assertThat(told.subList(80, 100)).allMatch(each -> each.tookMs() < 10);
    // Others do not wait so long.
    wide.nodes().stream().filter(node -> node.dc().equals("ap")).forEach(FakeNode::heal);
    world.run(10_000);
    wide.nodes().stream().filter(node -> node.dc().equals("ap")).forEach(FakeNode::hang);
    for (int i = 0; i < 30; i++) {
      assertThat(client.await(client.get("key-" + i, READ)).tookMs()).isLessThan(300);
    }
  }

  @Test
  void theFallbackDcsAreTakenInTheOrderThatIsNamed() {
    FakeCluster wide = FakeCluster.in(world, 2, "ap", "eu", "sa");
    wide.nodes().stream().filter(node -> node.dc().equals("sa")).forEach(node -> node.away(50));
    EngineSettings settings =
        TestClient.settings(wide).withLocalDc("ap").withFallbackDcs(List.of("sa"));
    TestClient client = TestClient.open(world, settings, 1);
    wide.nodes().stream().filter(node -> node.dc().equals("ap")).forEach(FakeNode::kill);
    world.run(300);
    assertThat(client.await(client.get("k", READ)).failure).isNull();
    assertThat(requests(wide, "sa")).isPositive();
    assertThat(requests(wide, "eu")).isZero();
  }

  @Test
  void aLocalLevelStaysAsLongAsALocalNodeCanBeHad() {
    FakeCluster wide = FakeCluster.in(world, 2, "ap", "eu");
    TestClient client = TestClient.open(world, TestClient.settings(wide).withLocalDc("ap"), 1);
    wide.node("ap-1").kill();
    FakeNode last = wide.node("ap-2");
    last.treating(
        (session, number, request) -> session.answer(number, failed(FailureCode.UNAVAILABLE)));
    world.run(200);
    Told<Response.Values> local = client.await(client.get("k", LOCAL));
    assertThat(local.failure.code()).isEqualTo(FailureCode.UNAVAILABLE);
    assertThat(requests(wide, "eu")).isZero();
    assertThat(client.await(client.get("k", READ)).failure).isNull();
    assertThat(requests(wide, "eu")).isPositive();
  }

  @ParameterizedTest
  @EnumSource(FailureCode.class)
  void aWriteIsRepeatedAfterAFailureOnlyWhenItCertainlyHadNoEffect(FailureCode code) {
    TestClient client = TestClient.open(world, cluster);
    cluster.nodes().forEach(node -> node.treating(failingOnce(code)));
    Told<Response.Written> told = client.await(client.put("k", "v", WRITE));
    if (code.withoutEffect() && code.advice() != RetryAdvice.NONE) {
      assertThat(told.failure).isNull();
      assertThat(client.stats.repeated).isEqualTo(1);
    } else {
      assertThat(told.failure.code()).isEqualTo(code);
      assertThat(told.failure.mayHaveTakenEffect()).isEqualTo(!code.withoutEffect());
      assertThat(client.stats.repeated).isZero();
    }
  }

  @Test
  void whenAllIsOverloadedRepeatsStayWithinTheirBudget() {
    EngineSettings.Limits limits = new EngineSettings.Limits(50, 1 << 20, 1 << 20);
    TestClient client = TestClient.open(world, TestClient.settings(cluster).withLimits(limits), 1);
    for (FakeNode node : cluster.nodes()) {
      node.treating(
          (session, number, request) -> session.answer(number, failed(FailureCode.OVERLOADED)));
    }
    for (int i = 0; i < 1_000; i++) {
      assertThat(client.await(client.get("key-" + i, READ)).failure.code())
          .isEqualTo(FailureCode.OVERLOADED);
    }
    // A full bucket, a fifth of the requests, and ten for each second.
    long seconds = world.nowNanos() / 1_000_000_000L;
    assertThat(client.stats.repeated).isBetween(200, (int) (50 + 200 + 10 * (seconds + 1)));
    assertThat(client.stats.budgetSpent).isPositive();
  }

  @Test
  void aPacedRequestWaitsOutTheOverloadOfAllNodes() {
    EngineSettings.Limits limits = new EngineSettings.Limits(50, 1 << 20, 1 << 20);
    TestClient client = TestClient.open(world, TestClient.settings(cluster).withLimits(limits), 1);
    for (FakeNode node : cluster.nodes()) {
      node.treating(
          (session, number, request) -> session.answer(number, failed(FailureCode.OVERLOADED)));
    }
    List<Told<Response.Written>> paced = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      paced.add(client.put("key-" + i, "v", PATIENT.ofBatch()));
    }
    world.run(5_000);
    assertThat(paced).noneMatch(Told::isTold);
    // With pauses of up to half a second.
    assertThat(client.stats.repeated).isBetween(50 * 10, 50 * 40);
    cluster
        .nodes()
        .forEach(
            node ->
                node.treating(
                    (session, number, request) -> session.answer(number, session.usual(request))));
    paced.forEach(told -> assertThat(client.await(told).failure).isNull());
    for (int i = 0; i < 50; i++) {
      assertThat(cluster.timesWritten("key-" + i, "v")).isEqualTo(1);
    }
  }

  @Test
  void aPacedRequestThatMetNothingButOverloadSaysSoInTime() {
    TestClient client = TestClient.open(world, cluster);
    for (FakeNode node : cluster.nodes()) {
      node.treating(
          (session, number, request) -> session.answer(number, failed(FailureCode.OVERLOADED)));
    }
    Told<Response.Written> told = client.await(client.put("k", "v", WRITE.ofBatch()));
    assertThat(told.failure.code()).isEqualTo(FailureCode.OVERLOADED);
    assertThat(told.failure.mayHaveTakenEffect()).isFalse();
    assertThat(told.tookMs()).isBetween(900L, 1_050L);
  }

  @Test
  void anAnswerToNoRequestBreaksTheConnectionAndNothingElse() {
    TestClient client = TestClient.open(world, cluster);
    cluster
        .node("us-1")
        .treating(
            (session, number, request) -> session.answer(number + 1_000, session.usual(request)));
    for (int i = 0; i < 20; i++) {
      assertThat(client.await(client.get("key-" + i, READ)).failure).isNull();
    }
  }

  @Test
  void aTimeoutSaysWhoWasAsked() {
    FakeCluster one = FakeCluster.in(world, 1, "eu");
    one.nodes().getFirst().treating((session, number, request) -> {});
    TestClient client = TestClient.open(world, one);
    Told<Response.Written> told =
        client.await(
            client.put("k", "v", new CallTerms(LevelCode.QUORUM, false, 300, false, false)));
    assertThat(told.failure.kind()).isEqualTo(CallFailure.Kind.UNANSWERED);
    assertThat(told.failure.message()).contains("300 ms").contains("eu-1");
    assertThat(told.tookMs()).isBetween(300L, 310L);
  }

  @Test
  void aNodeIsToldALittleLessThanWhatIsLeft() {
    int[] toldMs = {0};
    for (FakeNode node : cluster.nodes()) {
      node.treating(
          (session, number, request) -> {
            toldMs[0] = ((Request.Get) request).terms().timeoutMs();
            session.answer(number, session.usual(request));
          });
    }
    TestClient client = TestClient.open(world, cluster);
    client.await(client.get("k", READ));
    assertThat(toldMs[0]).isBetween(960, 980);
  }

  private FakeNode.Treatment failingOnce(FailureCode code) {
    return (session, number, request) -> {
      cluster.nodes().forEach(node -> node.treating(null));
      session.answer(number, failed(code));
    };
  }

  private Response.Failed failed(FailureCode code) {
    return new Response.Failed(cluster.view().epoch(), Outcome.NONE, code, "as told");
  }

  private static int requests(FakeCluster of, String dc) {
    return of.nodes().stream()
        .filter(node -> node.dc().equals(dc))
        .mapToInt(FakeNode::requests)
        .sum();
  }
}
