package io.atoll.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.causal.CausalContext;
import io.atoll.causal.VersionVector;
import io.atoll.node.Node;
import io.atoll.replication.ReadRequest;
import io.atoll.replication.ReadResult;
import io.atoll.replication.RequestFailure;
import io.atoll.replication.WriteRequest;
import io.atoll.replication.WriteResult;
import io.atoll.ring.ConsistencyLevel;
import io.atoll.ring.ConsistencyLevel.Named;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * One of three nodes whose disk fails in one way or another, under writes that ask for two replicas
 * and go to each node in turn.
 */
class FullDiskClusterTest {
  private static final String BROKEN = "dc1-2";
  private static final long BETWEEN_MS = 20;

  private final List<String> lines = new ArrayList<>();
  private final SimCluster cluster = new SimCluster(7, 1, 3, lines::add, (nodeId, plain) -> plain);
  private final Map<String, Future<WriteResult>> written = new LinkedHashMap<>();
  private int number;

  private void start() {
    cluster.startAll();
    cluster.runForMs(5_000);
    assertThat(cluster.node(BROKEN)).isNotNull();
  }

  /** Writes for a while; answers how many were not acknowledged. */
  private int write(long forMs, ConsistencyLevel level) {
    Map<String, Future<WriteResult>> now = new LinkedHashMap<>();
    for (long at = 0; at < forMs; at += BETWEEN_MS) {
      String key = "k" + number;
      String nodeId = cluster.members().get(number % 3).nodeId();
      cluster.onLoop(nodeId, number, node -> now.put(key, put(node, key, level)));
      number++;
      cluster.runForMs(BETWEEN_MS);
    }
    cluster.runForMs(2_000);
    written.putAll(now);
    return (int) now.values().stream().filter(each -> !each.succeeded()).count();
  }

  private Future<WriteResult> put(Node node, String key, ConsistencyLevel level) {
    return node.backend(loopOf(node))
        .store()
        .write(
            new WriteRequest(
                "default",
                key.getBytes(StandardCharsets.UTF_8),
                CausalContext.EMPTY,
                false,
                "",
                new byte[200],
                level,
                1_000));
  }

  private static int loopOf(Node node) {
    return node.env().loops().get(0).isCurrent() ? 0 : 1;
  }

  private void nothingIsLost() {
    written.forEach(
        (key, write) -> {
          if (write.succeeded()) {
            List<Future<ReadResult>> read = new ArrayList<>();
            cluster.onLoop(
                "dc1-1",
                0,
                node ->
                    read.add(
                        node.backend(0)
                            .store()
                            .get(
                                new ReadRequest(
                                    "default",
                                    key.getBytes(StandardCharsets.UTF_8),
                                    Named.QUORUM,
                                    1_000,
                                    VersionVector.EMPTY))));
            cluster.runForMs(50);
            assertThat(read.getFirst().result().siblings().versions()).as(key).hasSize(1);
          }
        });
    assertThat(cluster.defects()).isEmpty();
  }

  private String cannotWrite() {
    return cluster.node(BROKEN).backend(0).cannotWriteBecause();
  }

  private long lines(String text) {
    return lines.stream().filter(line -> line.contains(text)).count();
  }

  @Test
  void aFullDiskFailsNoWriteThatTheOthersCanTake() {
    start();
    assertThat(write(1_000, Named.QUORUM)).isZero();
    cluster.disk(BROKEN).limitBytes(cluster.disk(BROKEN).usedBytes());
    write(500, Named.QUORUM);
    assertThat(cannotWrite()).contains("is full");
    assertThat(write(6_000, Named.QUORUM)).as("while the disk is full").isZero();
    assertThat(lines("cannot write")).isEqualTo(1);
    cluster.disk(BROKEN).limitBytes(Long.MAX_VALUE);
    assertThat(write(3_000, Named.QUORUM)).as("when there is room again").isZero();
    assertThat(cannotWrite()).isEmpty();
    assertThat(lines("can write again")).isEqualTo(1);
    assertThat(write(500, Named.ALL)).isZero();
    assertThat(written.values()).allMatch(Future::succeeded);
    nothingIsLost();
  }

  @Test
  void whateverKindOfOperationFailsNoWriteThatTheOthersCanTakeDoes() {
    start();
    for (SimDisk.Operation.Kind kind : SimDisk.Operation.Kind.values()) {
      cluster.disk(BROKEN).script(SimDisk.Script.failAll(kind));
      assertThat(write(4_000, Named.QUORUM)).as("while %s fails", kind).isZero();
      cluster.disk(BROKEN).script(null);
      assertThat(write(2_500, Named.QUORUM)).as("after %s failed", kind).isZero();
      assertThat(cannotWrite()).as("after %s failed", kind).isEmpty();
    }
    assertThat(write(500, Named.ALL)).isZero();
    nothingIsLost();
  }

  @Test
  void aLevelThatNeedsTheBrokenReplicaFailsWithoutEffectWhereItIsKnown() {
    start();
    cluster.disk(BROKEN).limitBytes(cluster.disk(BROKEN).usedBytes());
    write(500, Named.QUORUM);
    List<Future<WriteResult>> all = new ArrayList<>();
    cluster.onLoop(BROKEN, 0, node -> all.add(put(node, "all", Named.ALL)));
    cluster.runForMs(1_500);
    assertThat(all.getFirst().cause())
        .isInstanceOf(RequestFailure.StorageRefused.class)
        .hasMessageContaining("is full");
  }

  /**
   * Each write that was made and then failed takes an incarnation, of which there are a thousand.
   */
  @Test
  void aDiskThatFailsAgainAndAgainWearsNoNodeOut() {
    start();
    for (int cycle = 0; cycle < 45; cycle++) {
      cluster.disk(BROKEN).script(SimDisk.Script.failAll(SimDisk.Operation.Kind.SYNC));
      List<Future<WriteResult>> burst = new ArrayList<>();
      cluster.onLoop(
          BROKEN,
          0,
          node -> {
            for (int i = 0; i < 120; i++) {
              burst.add(put(node, "burst" + number++, Named.QUORUM));
            }
          });
      cluster.runForMs(200);
      cluster.disk(BROKEN).script(null);
      cluster.runForMs(1_600);
      assertThat(burst).as("cycle %d", cycle).allMatch(Future::succeeded);
    }
    cluster.runForMs(3_000);
    assertThat(cannotWrite()).isEmpty();
    assertThat(write(500, Named.ALL)).isZero();
    nothingIsLost();
    assertThat(lines("new incarnation")).isPositive();
  }
}
