package io.atoll.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FallbacksTest {
  private final Topology topology =
      Topology.form("test", 64, Clusters.members(6, "ap", "eu", "us"));
  private final Keyspace keyspace = topology.keyspaces().get("default");

  @Property(tries = 64)
  void fallbacksAreTheLiveOwnersOfTheFollowingArcsInTheSameDcFirst(
      @ForAll @IntRange(min = 0, max = 63) int partition) {
    PreferenceList replicas = list(partition);
    List<Member> found = all(replicas, "us", Set.of("us-2"));
    List<Integer> expected = new ArrayList<>();
    for (int step = 1; step < 64; step++) {
      for (int owner : topology.claim().owners("us", (partition + step) % 64)) {
        boolean live = !topology.members().get(owner).nodeId().equals("us-2");
        if (live && !replicas.contains(owner) && !expected.contains(owner)) {
          expected.add(owner);
        }
      }
    }
    assertThat(found.subList(0, expected.size()))
        .extracting(Member::number)
        .containsExactlyElementsOf(expected);
    assertThat(found.subList(expected.size(), found.size()))
        .hasSize(6)
        .noneMatch(member -> member.dc().equals("us"));
    assertThat(found).doesNotHaveDuplicates().doesNotContainAnyElementsOf(replicas.replicas());
  }

  @Test
  void theWalkAsksNoFurtherThanItMust() {
    List<Member> asked = new ArrayList<>();
    Fallbacks fallbacks =
        Fallbacks.of(
            topology,
            list(5),
            "us",
            member -> {
              asked.add(member);
              return true;
            });
    assertThat(asked).isEmpty();
    Member first = fallbacks.next();
    assertThat(asked).containsExactly(first);
  }

  @Test
  void differentArcsGoToDifferentDcsWhenTheirOwnHasNobodyLeft() {
    Set<String> dcs = new TreeSet<>();
    for (int partition = 0; partition < 64; partition++) {
      List<Member> found = new ArrayList<>();
      Fallbacks.of(topology, list(partition), "us", member -> !member.dc().equals("us"))
          .forEachRemaining(found::add);
      dcs.add(found.get(0).dc());
    }
    assertThat(dcs).containsExactly("ap", "eu");
  }

  @Test
  void nobodyIsLeftWhereEveryNodeIsAReplica() {
    Topology small = Clusters.threeDcs();
    PreferenceList replicas = small.preferenceList(small.keyspaces().get("default"), 0);
    assertThat(Fallbacks.of(small, replicas, "us", member -> true).hasNext()).isFalse();
  }

  @Test
  void aSingleArcHasNoFollowers() {
    Topology single = Topology.form("test", 1, Clusters.members(5, "us"));
    PreferenceList replicas = single.preferenceList(single.keyspaces().get("default"), 0);
    assertThat(Fallbacks.of(single, replicas, "us", member -> true).hasNext()).isFalse();
  }

  private PreferenceList list(int partition) {
    return topology.preferenceList(keyspace, Partitions.tokens(partition, 64).from());
  }

  private List<Member> all(PreferenceList replicas, String dc, Set<String> down) {
    List<Member> found = new ArrayList<>();
    Fallbacks.of(topology, replicas, dc, member -> !down.contains(member.nodeId()))
        .forEachRemaining(found::add);
    return found;
  }
}
