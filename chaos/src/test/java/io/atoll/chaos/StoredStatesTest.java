package io.atoll.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.causal.CausalContext;
import io.atoll.chaos.checker.Evidence;
import io.atoll.node.TestHooks;
import io.atoll.replication.WriteRequest;
import io.atoll.ring.ConsistencyLevel.Named;
import io.atoll.ring.Member;
import io.atoll.sim.SimCluster;
import io.atoll.sim.SimSettings;
import io.atoll.storage.StorageMetric;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoredStatesTest {
  private static final int KEYS = 200;

  private final List<String> broken = new ArrayList<>();

  /** One with all keys written, in tables of a few of them. */
  private static SimCluster written(double waitingReads) {
    SimSettings settings =
        SimSettings.of(1, 3)
            .with(
                SimSettings.ROOMY
                    .with(SimSettings.ROOMY.shards().withMemtableBytes(16 * 1024))
                    .with(SimSettings.ROOMY.reads().withCacheBytes(1)))
            .withWaitingReads(waitingReads);
    SimCluster cluster = new SimCluster(3, settings, line -> {}, (id, hooks) -> TestHooks.PLAIN);
    cluster.startAll();
    cluster.runForMs(2_000);
    for (int k = 0; k < KEYS; k++) {
      byte[] key = bytes("key" + k);
      cluster.onLoop(
          "dc1-1",
          0,
          node ->
              node.backend(0)
                  .store()
                  .write(
                      new WriteRequest(
                          "default",
                          key,
                          CausalContext.EMPTY,
                          false,
                          "",
                          new byte[100],
                          Named.ALL,
                          1_000)));
      cluster.runForMs(20);
    }
    cluster.runForMs(2_000);
    return cluster;
  }

  private Map<Evidence.Place, List<Evidence.Copy>> found(SimCluster cluster) {
    List<Evidence.Place> places = new ArrayList<>();
    for (int k = 0; k < KEYS; k++) {
      places.add(new Evidence.Place("default", "key" + k));
    }
    return new StoredStates(cluster, cluster.node("dc1-1").topology(), broken::add).of(places);
  }

  @Test
  void aReadThatWaitsForTheDiskIsWaitedFor() {
    SimCluster cluster = written(0.2);
    long before = waited(cluster);
    Map<Evidence.Place, List<Evidence.Copy>> found = found(cluster);
    assertThat(waited(cluster)).as("reads that waited").isGreaterThan(before);
    assertThat(broken).isEmpty();
    assertThat(found).hasSize(KEYS);
    found.forEach(
        (place, copies) -> {
          assertThat(copies).as("%s", place).hasSize(3);
          assertThat(copies).allSatisfy(copy -> assertThat(copy.state().versions()).hasSize(1));
        });
  }

  @Test
  void aReadThatDoesNotEndIsNotAnEmptyCopy() {
    SimCluster cluster = written(0);
    cluster.pause("dc1-2");
    Map<Evidence.Place, List<Evidence.Copy>> found = found(cluster);
    assertThat(broken).hasSize(KEYS).allMatch(each -> each.startsWith("dc1-2 has not read"));
    found.forEach(
        (place, copies) ->
            assertThat(copies)
                .as("%s", place)
                .extracting(Evidence.Copy::nodeId)
                .containsExactlyInAnyOrder("dc1-1", "dc1-3"));
  }

  private static long waited(SimCluster cluster) {
    return cluster.members().stream()
        .map(Member::nodeId)
        .mapToLong(id -> cluster.node(id).storageStats().value(StorageMetric.WAITED_READS))
        .sum();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
