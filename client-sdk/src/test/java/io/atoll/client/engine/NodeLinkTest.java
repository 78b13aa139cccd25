package io.atoll.client.engine;

import static io.atoll.client.engine.TestClient.READ;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.client.world.FakeCluster;
import io.atoll.client.world.FakeNode;
import io.atoll.client.world.World;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Connections land where the node puts them, and are opened until its loops are covered. */
class NodeLinkTest {
  private final World world = new World(6);

  @Test
  void connectionsThatLandOnTheSameLoopAreReplacedUntilEveryLoopHasOne() {
    FakeCluster cluster = FakeCluster.in(world, 1, "us");
    FakeNode node = cluster.nodes().getFirst().onLoops(4).landingOn(0, 0, 0, 2, 2, 0, 1, 0, 3);
    TestClient client = TestClient.open(world, cluster);
    assertThat(node.connections()).isEqualTo(4);
    client.warmUp(100, READ);
    assertThat(cluster.onForeignLoop()).isZero();
  }

  @Test
  void aLoopThatIsNeverHitIsGivenUpAndItsRequestsTakeAnother() {
    FakeCluster cluster = FakeCluster.in(world, 1, "us");
    FakeNode node = cluster.nodes().getFirst().onLoops(2).landingOn(1);
    TestClient client = TestClient.open(world, cluster);
    assertThat(node.connections()).isEqualTo(1);
    assertThat(node.dials()).isBetween(8, 15);
    client.warmUp(50, READ);
    world.run(60_000);
    // Once in a while it is tried again.
    assertThat(node.dials()).isBetween(20, 60);
    assertThat(node.connections()).isEqualTo(1);
  }

  @Test
  void eachLoopGetsAsManyConnectionsAsIsAskedFor() {
    FakeCluster cluster = FakeCluster.in(world, 2, "us");
    cluster.nodes().forEach(node -> node.onLoops(3));
    EngineSettings.Connecting two =
        new EngineSettings.Connecting(2_000, 50, 5_000, 1_000, 3_000, 2);
    TestClient.open(world, TestClient.settings(cluster).withConnecting(two), 1);
    assertThat(cluster.nodes()).extracting(FakeNode::connections).containsOnly(6);
  }

  @Test
  void nodesOfOtherDcsAreKeptWarmWithOneConnectionUntilTheyAreNeeded() {
    FakeCluster cluster = FakeCluster.in(world, 2, "eu", "us");
    cluster.nodes().forEach(node -> node.onLoops(3));
    TestClient client = TestClient.open(world, TestClient.settings(cluster).withLocalDc("us"), 1);
    assertThat(cluster.node("us-1").connections()).isEqualTo(3);
    assertThat(cluster.node("eu-1").connections()).isEqualTo(1);
    cluster.node("us-1").kill();
    cluster.node("us-2").kill();
    world.run(50);
    client.warmUp(30, READ);
    world.run(50);
    assertThat(cluster.node("eu-1").connections()).isEqualTo(3);
  }

  @Test
  void aConnectionThatKeepsBreakingIsNotOpenedWithoutEnd() {
    FakeCluster cluster = FakeCluster.in(world, 1, "us");
    FakeNode node = cluster.nodes().getFirst();
    TestClient.open(world, cluster);
    int before = node.dials();
    for (int i = 0; i < 600; i++) {
      node.cut("connection reset");
      world.run(100);
    }
    // Half of them are searches from the contact point.
    assertThat(node.dials() - before).isBetween(20, 70);
  }

  @Test
  void anotherNodeAtTheSameAddressIsRefused() {
    FakeCluster cluster = FakeCluster.in(world, 2, "us");
    EngineSettings settings = EngineSettings.of(List.of(TestClient.contact(cluster.node("us-2"))));
    TestClient client = TestClient.open(world, settings, 1);
    FakeNode old = cluster.node("us-1");
    old.kill();
    FakeCluster other = new FakeCluster("reef", world::later);
    world.replace(other.add("us-7", "us", old.host(), old.port()));
    other.publish();
    world.run(5_000);
    cluster.node("us-2").kill();
    world.run(500);
    assertThat(client.await(client.get("k", READ)).failure.message())
        .contains("is node us-7 and not us-1");
  }

  @Test
  void anIdleConnectionIsPingedAndStaysOpen() {
    FakeCluster cluster = FakeCluster.in(world, 1, "us");
    FakeNode node = cluster.nodes().getFirst();
    TestClient client = TestClient.open(world, cluster);
    int dials = node.dials();
    int writes = client.stats.writes;
    world.run(60_000);
    assertThat(node.dials()).isEqualTo(dials);
    assertThat(client.stats.writes - writes).isBetween(60, 130);
  }
}
