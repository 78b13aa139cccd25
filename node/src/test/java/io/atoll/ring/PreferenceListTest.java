package io.atoll.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

class PreferenceListTest {
  private final Topology topology =
      Clusters.threeDcs().withKeyspace(Clusters.keyspace("users", "us", 2, "eu", 1));

  @Test
  void replicasComeByDcNameAndThenInClaimOrder() {
    for (int partition = 0; partition < 64; partition++) {
      PreferenceList list =
          topology.preferenceList(
              topology.keyspaces().get("users"), Partitions.tokens(partition, 64).from());
      assertThat(list.partition()).isEqualTo(partition);
      assertThat(list.replicas())
          .extracting(Member::number)
          .containsExactly(
              topology.claim().owner("eu", partition, 0),
              topology.claim().owner("us", partition, 0),
              topology.claim().owner("us", partition, 1));
      assertThat(list.contains(topology.claim().owner("us", partition, 1))).isTrue();
      assertThat(list.contains(topology.claim().owner("us", partition, 2))).isFalse();
    }
  }

  @Test
  void anArcThatWasAskedForBeforeCostsNoAllocation() {
    Keyspace keyspace = topology.keyspaces().get("users");
    PreferenceList first = topology.preferenceList(keyspace, 7);
    assertThat(topology.preferenceList(keyspace, 9)).isSameAs(first);
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    threads.getCurrentThreadAllocatedBytes();
    long before = threads.getCurrentThreadAllocatedBytes();
    int replicas = 0;
    for (int i = 0; i < 10_000; i++) {
      replicas += topology.preferenceList(keyspace, i).replicas().size();
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(replicas).isEqualTo(30_000);
    assertThat(allocated).as("bytes for 10,000 calls").isLessThan(10_000);
  }

  @Test
  void aKeyspaceOfAnotherEpochIsPlacedByItsOwnReplication() {
    Keyspace narrower = Clusters.keyspace("users", "us", 1).withId(2);
    assertThat(topology.preferenceList(narrower, 0).replicas()).hasSize(1);
    Keyspace wider = Clusters.keyspace("users", "us", 4).withId(2);
    assertThatThrownBy(() -> topology.preferenceList(wider, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("keyspace users wants 4 replicas in dc us: this topology places 3 there");
  }

  @Test
  void theListIsCopied() {
    assertThat(new PreferenceList(0, List.of()).replicas()).isEmpty();
    assertThatThrownBy(
            () ->
                topology.preferenceList(topology.keyspaces().get("users"), 0).replicas().remove(0))
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
