package io.atoll.client.engine;

import static io.atoll.client.engine.TestClient.READ;
import static io.atoll.client.engine.TestClient.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.client.world.FakeCluster;
import io.atoll.client.world.FakeNode;
import io.atoll.client.world.World;
import io.atoll.wire.FailureCode;
import io.atoll.wire.Outcome;
import io.atoll.wire.Response;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A client follows what the cluster becomes. */
class EpochTest {
  private final World world = new World(5);
  private final FakeCluster cluster = FakeCluster.in(world, 3, "us");

  @Test
  void aNewerEpochInAnAnswerMakesTheViewNewer() {
    TestClient client = TestClient.open(world, TestClient.settings(cluster), 2);
    FakeNode joined = cluster.add("us-4", "us", "us.test", 7004);
    cluster.publish();
    for (int i = 0; i < 10; i++) {
      client.await(client.get("key-" + i, READ));
    }
    world.run(100);
    assertThat(client.engine.view().epoch()).isEqualTo(2);
    assertThat(client.stats.viewsChanged).isEqualTo(2);
    assertThat(joined.connections()).isEqualTo(2);
    for (int i = 0; i < 200; i++) {
      client.await(client.get("key-" + i, READ));
    }
    assertThat(joined.requests()).isPositive();
    assertThat(cluster.onNoReplica()).isLessThanOrEqualTo(10);
  }

  @Test
  void aNodeThatDepartedAnswersWhatIsUnderWayAndIsLeftAlone() {
    cluster.nodes().forEach(node -> node.slow(30));
    TestClient client = TestClient.open(world, cluster);
    FakeNode departing = cluster.node("us-2");
    List<Told<Response.Written>> told = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      told.add(client.put("key-" + i, "v", WRITE));
    }
    world.run(5);
    cluster.remove(departing);
    cluster.publish();
    client.await(client.get("k", READ));
    world.run(150);
    assertThat(told).allMatch(each -> each.isTold() && each.failure == null);
    assertThat(client.engine.view().epoch()).isEqualTo(2);
    world.run(1_000);
    assertThat(departing.connections()).isZero();
    assertThat(client.stats.connections.get(EngineStats.Phase.LEAVING)).isZero();
  }

  @Test
  void aNodeThatMovedIsFoundWhereItIs() {
    TestClient client = TestClient.open(world, cluster);
    FakeNode old = cluster.node("us-2");
    cluster.remove(old);
    FakeNode moved = cluster.add("us-2", "us", "elsewhere.test", 9000);
    cluster.publish();
    client.warmUp(20, READ);
    world.run(100);
    assertThat(moved.connections()).isEqualTo(1);
    world.run(1_000);
    assertThat(old.connections()).isZero();
  }

  @Test
  void whenAllNodesMovedTheContactPointsLeadToThem() {
    FakeNode gate = cluster.add("us-9", "us", "gate.test", 7000);
    cluster.publish();
    EngineSettings settings =
        EngineSettings.of(List.of(TestClient.contact(gate))).withClusterName("reef");
    TestClient client = TestClient.open(world, settings, 1);
    for (FakeNode node : cluster.nodes()) {
      if (node != gate) {
        node.kill();
        cluster.remove(node);
      }
    }
    gate.kill();
    world.run(10_000);
    cluster.add("us-7", "us", "new.test", 7007);
    cluster.publish();
    gate.heal();
    world.run(6_000);
    assertThat(client.engine.view().epoch()).isEqualTo(3);
    assertThat(client.await(client.get("k", READ)).failure).isNull();
  }

  @Test
  void aClusterThatIsBornAnewIsFoundAlthoughItsEpochIsOlder() {
    for (int i = 0; i < 5; i++) {
      cluster.publish();
    }
    TestClient client = TestClient.open(world, cluster);
    assertThat(client.engine.view().epoch()).isEqualTo(6);
    cluster.nodes().forEach(FakeNode::kill);
    FakeCluster reborn = FakeCluster.in(world, 3, "us");
    world.run(10_000);
    assertThat(client.await(client.get("k", READ)).failure).isNull();
    assertThat(reborn.nodes()).anyMatch(node -> node.requests() > 0);
  }

  @Test
  void aNodeThatDoesNotKnowTheKeyspaceYetIsPassedOver() {
    TestClient client = TestClient.open(world, cluster);
    cluster
        .node("us-1")
        .treating(
            (session, number, request) ->
                session.answer(
                    number,
                    new Response.Failed(
                        1, Outcome.NONE, FailureCode.UNKNOWN_KEYSPACE, "no such keyspace")));
    for (int i = 0; i < 30; i++) {
      assertThat(client.await(client.put("key-" + i, "v", WRITE)).failure).isNull();
    }
  }

  @Test
  void viewsAreAskedForOneAtATime() {
    TestClient client = TestClient.open(world, cluster);
    cluster.publish();
    for (int i = 0; i < 500; i++) {
      client.get("key-" + i, READ);
    }
    world.run(100);
    assertThat(client.stats.done).isEqualTo(500);
    assertThat(cluster.viewsTold()).isEqualTo(2);
  }

  @Test
  void unknownNamesDoNotFloodTheClusterWithQuestions() {
    TestClient client = TestClient.open(world, cluster);
    int before = cluster.viewsTold();
    for (int i = 0; i < 1_000; i++) {
      client.await(client.get("nothing", "k", READ));
    }
    world.run(1_000);
    assertThat(cluster.viewsTold() - before).isLessThan(20);
  }
}
