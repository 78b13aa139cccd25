package io.atoll.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.causal.CausalContext;
import io.atoll.causal.VersionVector;
import io.atoll.env.ProtocolVersions;
import io.atoll.membership.GossipStats;
import io.atoll.membership.MemberState;
import io.atoll.node.Node;
import io.atoll.node.TestHooks;
import io.atoll.replication.ReadRequest;
import io.atoll.replication.ReadResult;
import io.atoll.replication.WriteRequest;
import io.atoll.replication.WriteResult;
import io.atoll.ring.ConflictPolicy;
import io.atoll.ring.ConsistencyLevel.Named;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Topology;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Whole nodes of adjacent releases in one cluster, and its upgrade while it serves. */
class AdjacentVersionsTest {
  private static final ProtocolVersions OLD = new ProtocolVersions(1, 1);
  private static final int TIMEOUT_MS = 2_000;

  private final List<String> log = new ArrayList<>();
  private final SimCluster cluster =
      new SimCluster(7, 2, 2, log::add, (nodeId, hooks) -> TestHooks.PLAIN);

  private <T> T on(String nodeId, int loop, Function<Node, Future<T>> call) {
    List<Future<T>> answers = new ArrayList<>();
    cluster.onLoop(nodeId, loop, node -> answers.add(call.apply(node)));
    cluster.runForMs(TIMEOUT_MS * 3L);
    assertThat(answers).as("%s runs", nodeId).hasSize(1);
    assertThat(answers.getFirst().isComplete()).isTrue();
    assertThat(answers.getFirst().succeeded()).as("%s", answers.getFirst().cause()).isTrue();
    return answers.getFirst().result();
  }

  private WriteResult write(String nodeId, String keyspace, String key) {
    return on(
        nodeId,
        0,
        node ->
            node.backend(0)
                .store()
                .write(
                    new WriteRequest(
                        keyspace,
                        bytes(key),
                        CausalContext.EMPTY,
                        false,
                        "",
                        bytes("value of " + key),
                        Named.ALL,
                        TIMEOUT_MS)));
  }

  private String read(String nodeId, String keyspace, String key) {
    ReadResult result =
        on(
            nodeId,
            1,
            node ->
                node.backend(1)
                    .store()
                    .get(
                        new ReadRequest(
                            keyspace, bytes(key), Named.ALL, TIMEOUT_MS, VersionVector.EMPTY)));
    return result.siblings().versions().stream()
        .map(version -> new String(version.value(), StandardCharsets.UTF_8))
        .findFirst()
        .orElse("");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Writes, reads, and a decision of the topology's voters, through every node. */
  private void everythingWorks(String round) {
    for (String nodeId : ids()) {
      String keyspace = round + "-" + nodeId;
      TreeMap<String, Integer> replication = new TreeMap<>();
      replication.put("dc1", 2);
      replication.put("dc2", 1);
      Topology decided =
          on(
              nodeId,
              0,
              node ->
                  node.backend(0)
                      .createKeyspace(
                          new Keyspace(
                              0,
                              keyspace,
                              replication,
                              ConflictPolicy.SIBLINGS,
                              Named.ONE,
                              Named.QUORUM)));
      assertThat(decided.keyspaces()).containsKey(keyspace);
      for (int i = 0; i < 5; i++) {
        write(nodeId, keyspace, "key" + i);
        for (String reader : ids()) {
          assertThat(read(reader, keyspace, "key" + i)).isEqualTo("value of key" + i);
        }
      }
    }
    for (String nodeId : ids()) {
      Node node = cluster.node(nodeId);
      assertThat(node.malformedPeerFrames()).isZero();
      assertThat(node.shownGossipStats().value(GossipStats.Counter.MALFORMED)).isZero();
      assertThat(node.shownGossipStats().value(GossipStats.Counter.OTHER_VERSION)).isZero();
      assertThat(node.shownGossipStats().value(GossipStats.Counter.CONDEMNED)).isZero();
      on(
          nodeId,
          0,
          each -> {
            assertThat(each.backend(0).nodes())
                .allMatch(status -> status.state() == MemberState.ALIVE);
            return Future.succeededFuture();
          });
    }
    assertThat(cluster.defects()).isEmpty();
  }

  private List<String> ids() {
    return cluster.members().stream().map(member -> member.nodeId()).toList();
  }

  private List<Integer> common() {
    return ids().stream()
        .map(id -> cluster.node(id).shownGossipStats().commonVersion())
        .distinct()
        .toList();
  }

  @Test
  void aClusterWithANodeThatIsPinnedWorksAndIsUpgradedInPlace() {
    cluster.speaks("dc1-1", OLD);
    cluster.startAll();
    cluster.runForMs(10_000);
    everythingWorks("mixed");
    assertThat(common()).containsExactly(1);

    cluster.crash("dc1-1", false);
    cluster.speaks("dc1-1", ProtocolVersions.SPOKEN);
    cluster.start("dc1-1");
    cluster.runForMs(20_000);
    everythingWorks("upgraded");
    assertThat(common()).containsExactly(ProtocolVersions.SPOKEN.highest());
    assertThat(read("dc1-1", "mixed-dc2-2", "key0")).isEqualTo("value of key0");
  }

  @Test
  void nodesWithoutACommonVersionKeepApartAndTheOthersServe() {
    cluster.speaks("dc1-1", new ProtocolVersions(4, 5));
    cluster.startAll();
    cluster.runForMs(60_000);
    Node apart = cluster.node("dc1-1");
    assertThat(apart.shownGossipStats().value(GossipStats.Counter.OTHER_VERSION)).isPositive();
    assertThat(cluster.node("dc2-1").shownGossipStats().value(GossipStats.Counter.OTHER_VERSION))
        .isPositive();
    on(
        "dc2-1",
        0,
        node ->
            node.backend(0)
                .store()
                .write(
                    new WriteRequest(
                        "default",
                        bytes("k"),
                        CausalContext.EMPTY,
                        false,
                        "",
                        bytes("v"),
                        Named.LOCAL_QUORUM,
                        TIMEOUT_MS)));
    assertThat(cluster.defects()).isEmpty();
  }
}
