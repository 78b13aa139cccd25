package io.atoll.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.causal.CausalContext;
import io.atoll.node.Node;
import io.atoll.node.TestHooks;
import io.atoll.replication.WriteRequest;
import io.atoll.ring.ConflictPolicy;
import io.atoll.ring.ConsistencyLevel.Named;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Member;
import io.atoll.sim.SimDisk.Fate;
import io.atoll.sim.SimDisk.Operation.Kind;
import io.atoll.storage.Durability;
import io.atoll.storage.ScanRange;
import io.atoll.storage.StorageKey;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever happens at its drop, nothing of a keyspace stays on any node. */
class DroppedKeyspaceTest {
  private static final String NODE = "dc1-2";
  private static final int KEYS = 20;
  private static final long SWEPT_MS = 12_000;

  private final SimCluster cluster =
      new SimCluster(5, 1, 3, line -> {}, (nodeId, hooks) -> TestHooks.PLAIN);
  private int keyspaceId;

  @BeforeEach
  void aKeyspaceThatEveryNodeHolds() {
    cluster.startAll();
    cluster.runForMs(3_000);
    cluster.onLoop("dc1-1", 0, node -> node.backend(0).createKeyspace(keyspace()));
    cluster.runForMs(1_000);
    keyspaceId = cluster.node("dc1-1").topology().keyspaces().get("dropped").id();
    for (int i = 0; i < KEYS; i++) {
      WriteRequest write =
          new WriteRequest(
              "dropped",
              ("key" + i).getBytes(StandardCharsets.UTF_8),
              CausalContext.EMPTY,
              false,
              "",
              new byte[100],
              Named.ALL,
              2_000);
      cluster.onLoop("dc1-1", 0, node -> node.backend(0).store().write(write));
    }
    cluster.runForMs(1_000);
    assertThat(held(NODE)).isEqualTo(KEYS);
  }

  @Test
  void itIsGoneAtOnce() {
    drop();
    cluster.runForMs(1_000);
    assertNothingIsHeld();
  }

  @Test
  void aNodeThatWasDownAtTheDropDropsItToo() {
    cluster.crash(NODE, true);
    cluster.runForMs(1_000);
    drop();
    cluster.runForMs(1_000);
    cluster.start(NODE);
    cluster.runForMs(SWEPT_MS);
    assertNothingIsHeld();
  }

  @Test
  void aDropThatTheDiskRefusesIsTriedAgain() {
    refuseLog();
    drop();
    cluster.runForMs(2_000);
    assertThat(held(NODE)).isEqualTo(KEYS);
    cluster.disk(NODE).script(null);
    cluster.runForMs(SWEPT_MS);
    assertNothingIsHeld();
  }

  @Test
  void aNodeThatDiesBeforeItsDropIsDurableDropsItAfterItsStart() {
    refuseLog();
    drop();
    cluster.runForMs(2_000);
    cluster.crash(NODE, true);
    cluster.start(NODE);
    cluster.runForMs(SWEPT_MS);
    assertThat(cluster.node(NODE).topology().keyspaces()).doesNotContainKey("dropped");
    assertNothingIsHeld();
  }

  @Test
  void whatComesBehindTheDropIsSweptAwayAndNothingOfOthersIs() {
    drop();
    cluster.runForMs(1_000);
    int unknown = cluster.node(NODE).topology().nextKeyspace();
    put(keyspaceId);
    put(unknown);
    cluster.runForMs(SWEPT_MS);
    assertNothingIsHeld();
    assertThat(held(NODE, unknown)).isEqualTo(1);
  }

  private void put(int keyspace) {
    StorageKey key = new StorageKey(keyspace, 1, new byte[] {1});
    cluster.onLoop(
        NODE, 0, node -> node.storage().shard(0).put(key, Durability.SYNCED, new byte[10]));
    cluster.runForMs(100);
    assertThat(held(NODE, keyspace)).isEqualTo(1);
  }

  private void refuseLog() {
    cluster
        .disk(NODE)
        .script(
            operation ->
                operation.kind() == Kind.WRITE && operation.name().startsWith("log/")
                    ? Fate.FAIL
                    : Fate.SUCCEED);
  }

  private void drop() {
    List<Future<?>> answers = new ArrayList<>();
    cluster.onLoop("dc1-1", 0, node -> answers.add(node.backend(0).dropKeyspace("dropped")));
    cluster.runForMs(500);
    cluster.runUntilAllEnd(answers, 10_000);
    assertThat(answers).allMatch(Future::succeeded).hasSize(1);
  }

  private void assertNothingIsHeld() {
    for (Member member : cluster.members()) {
      assertThat(held(member.nodeId())).as(member.nodeId()).isZero();
    }
    assertThat(cluster.defects()).isEmpty();
  }

  private int held(String nodeId) {
    return held(nodeId, keyspaceId);
  }

  private int held(String nodeId, int keyspace) {
    Node node = cluster.node(nodeId);
    List<byte[]> found = new ArrayList<>();
    for (int i = 0; i < node.storage().shardCount(); i++) {
      int shard = i;
      node.storage()
          .loopOf(i)
          .execute(
              () ->
                  node.storage()
                      .shard(shard)
                      .scan(ScanRange.all(keyspace), (token, key, value) -> found.add(key)));
    }
    cluster.runForMs(100);
    return found.size();
  }

  private static Keyspace keyspace() {
    return new Keyspace(
        0,
        "dropped",
        new TreeMap<>(Map.of("dc1", 3)),
        ConflictPolicy.SIBLINGS,
        Named.ONE,
        Named.ONE);
  }
}
