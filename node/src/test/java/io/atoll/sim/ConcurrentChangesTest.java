package io.atoll.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.node.TestHooks;
import io.atoll.ring.ConflictPolicy;
import io.atoll.ring.ConsistencyLevel.Named;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Member;
import io.atoll.ring.Topology;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Changes of keyspaces that are asked for at the same moment through different nodes. */
class ConcurrentChangesTest {
  private static final int ROUNDS = 5;

  private final SimCluster cluster =
      new SimCluster(5, 1, 3, line -> {}, (nodeId, hooks) -> TestHooks.PLAIN);

  private static Keyspace keyspace(String name) {
    return new Keyspace(
        0,
        name,
        new TreeMap<>(Map.of("dc1", 3)),
        ConflictPolicy.SIBLINGS,
        Named.QUORUM,
        Named.QUORUM);
  }

  @Test
  void aChangeThatLostItsEpochToAnotherIsMadeInALaterOneBeforeItIsReportedDone() {
    cluster.startAll();
    cluster.runForMs(2_000);
    for (int round = 0; round < ROUNDS; round++) {
      Map<String, Future<Topology>> asked = new TreeMap<>();
      long before = cluster.node("dc1-1").topology().epoch();
      for (Member member : cluster.members()) {
        String name = "round%d-%s".formatted(round, member.nodeId());
        cluster.onLoop(
            member.nodeId(),
            0,
            node -> asked.put(name, node.backend(0).createKeyspace(keyspace(name))));
      }
      cluster.runForMs(15_000);

      List<Long> epochs = new ArrayList<>();
      asked.forEach(
          (name, answer) -> {
            assertThat(answer.succeeded()).as(name).isTrue();
            assertThat(answer.result().keyspaces()).containsKey(name);
            epochs.add(answer.result().epoch());
          });
      assertThat(epochs)
          .as("all began from one epoch, so that two lost it at first")
          .containsExactlyInAnyOrder(before + 1, before + 2, before + 3);
      for (Member member : cluster.members()) {
        assertThat(cluster.node(member.nodeId()).topology().keyspaces())
            .as("what %s has", member.nodeId())
            .containsKeys(asked.keySet().toArray(String[]::new));
      }
    }
  }
}
