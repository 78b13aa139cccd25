package io.atoll.client.engine;

import static io.atoll.client.engine.TestClient.HEDGED;
import static io.atoll.client.engine.TestClient.READ;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.client.world.FakeCluster;
import io.atoll.client.world.FakeNode;
import io.atoll.client.world.World;
import io.atoll.wire.LevelCode;
import io.atoll.wire.Response;
import org.junit.jupiter.api.Test;

/** A second node is asked when the first is slower than usual. */
class HedgeTest {
  private final World world = new World(4);
  private final FakeCluster cluster = FakeCluster.in(world, 3, "us");

  /** Every so many requests is swallowed, whichever node it comes to. */
  private void swallowOneOf(int many) {
    int[] count = {0};
    for (FakeNode node : cluster.nodes()) {
      node.treating(
          (session, number, request) -> {
            if (++count[0] % many != 0) {
              session.answer(number, session.usual(request));
            }
          });
    }
  }

  @Test
  void aReadThatIsNotAnsweredIsAskedOfAnotherNode() {
    TestClient client = TestClient.open(world, cluster);
    client.warmUp(200, HEDGED);
    int[] swallowed = {0};
    for (FakeNode node : cluster.nodes()) {
      node.treating(
          (session, number, request) -> {
            if (swallowed[0]++ > 0) {
              session.answer(number, session.usual(request));
            }
          });
    }
    Told<Response.Values> told = client.await(client.get("k", HEDGED));
    assertThat(told.failure).isNull();
    assertThat(told.tookMs()).isLessThan(15);
    assertThat(client.stats.hedged).isEqualTo(1);
    assertThat(client.stats.hedgesWon).isEqualTo(1);
  }

  @Test
  void theThresholdFollowsTheLatenciesOfReads() {
    cluster.nodes().forEach(node -> node.slow(60));
    TestClient client = TestClient.open(world, cluster);
    client.warmUp(200, HEDGED);
    assertThat(client.stats.hedged).isZero();
    cluster.nodes().forEach(node -> node.slow(64));
    client.warmUp(1, HEDGED);
    assertThat(client.stats.hedged).isZero();
    cluster.nodes().forEach(node -> node.slow(200));
    client.warmUp(1, HEDGED);
    assertThat(client.stats.hedged).isPositive();
  }

  @Test
  void nothingIsHedgedThatDoesNotWantIt() {
    cluster.nodes().forEach(node -> node.slow(1));
    TestClient client = TestClient.open(world, cluster);
    client.warmUp(200, READ);
    cluster.nodes().forEach(node -> node.slow(50));
    client.warmUp(1, READ);
    client.await(client.put("k", "v", TestClient.WRITE));
    assertThat(client.stats.hedged).isZero();
  }

  @Test
  void hedgingCanBeTurnedOff() {
    EngineSettings.Repeats off = new EngineSettings.Repeats(4, 0.2, 10, false, 0.99, 5, 1_000);
    TestClient client = TestClient.open(world, TestClient.settings(cluster).withRepeats(off), 1);
    client.warmUp(200, HEDGED);
    cluster.nodes().forEach(node -> node.slow(50));
    client.warmUp(1, HEDGED);
    assertThat(client.stats.hedged).isZero();
  }

  @Test
  void hedgesStayWithinTheirBudget() {
    EngineSettings.Limits limits = new EngineSettings.Limits(40, 1 << 20, 1 << 20);
    EngineSettings.Repeats poor = new EngineSettings.Repeats(4, 0.05, 0, true, 0.9, 5, 10_000);
    TestClient client =
        TestClient.open(
            world, TestClient.settings(cluster).withLimits(limits).withRepeats(poor), 1);
    client.warmUp(200, HEDGED);
    swallowOneOf(2);
    CallTerms brief = new CallTerms(LevelCode.QUORUM, false, 100, true, true);
    for (int i = 0; i < 1_000; i++) {
      client.await(client.get("key-" + i, brief));
    }
    // Half of a full bucket and a twentieth of the requests.
    assertThat(client.stats.hedged).isBetween(30, 20 + 60);
    assertThat(client.stats.budgetSpent).isPositive();
  }

  @Test
  void aHungNodeCostsAHedgedReadMilliseconds() {
    TestClient client = TestClient.open(world, cluster);
    client.warmUp(200, HEDGED);
    cluster.node("us-2").hang();
    long slowestMs = 0;
    for (int i = 0; i < 500; i++) {
      Told<Response.Values> told = client.await(client.get("key-" + i, HEDGED));
      assertThat(told.failure).isNull();
      slowestMs = Math.max(slowestMs, told.tookMs());
    }
    assertThat(slowestMs).isLessThan(20);
  }

  @Test
  void aRepeatableWriteLeavesAHungNodeWhenItIsSuspected() {
    TestClient client = TestClient.open(world, cluster);
    client.warmUp(100, READ);
    cluster.nodes().forEach(FakeNode::hang);
    Told<Response.Written> told = client.put("k", "v", TestClient.REPEATABLE);
    world.run(1);
    FakeNode asked =
        cluster.nodes().stream().filter(node -> node.held() > 0).findFirst().orElseThrow();
    cluster.nodes().stream().filter(node -> node != asked).forEach(FakeNode::heal);
    client.await(told);
    assertThat(told.failure).isNull();
    assertThat(told.tookMs()).isBetween(100L, 250L);
  }

  @Test
  void anUnrepeatableWriteIsNeverAskedOfTwoNodesAtOnce() {
    TestClient client = TestClient.open(world, cluster);
    client.warmUp(100, READ);
    cluster.nodes().forEach(node -> node.slow(800));
    client.await(client.put("k", "v", TestClient.WRITE));
    world.run(2_000);
    assertThat(cluster.timesWritten("k", "v")).isEqualTo(1);
  }
}
