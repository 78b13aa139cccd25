package io.atoll.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.ring.Keyspace;
import io.atoll.ring.Partitions;
import io.atoll.ring.Topology;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CommonArcsTest {
  private static final int PARTITIONS = 64;
  private static final Topology RING = Rings.of(PARTITIONS, 5, "other");

  private static CommonArcs all(int one, int other) {
    return CommonArcs.of(RING, one, other, CommonArcs.ALL_KEYSPACES);
  }

  private static List<ArcId> list(CommonArcs arcs) {
    List<ArcId> list = new ArrayList<>();
    if (arcs.size() > 0) {
      arcs.visit(
          new ArcSpan(0, arcs.size()),
          (index, keyspace, arc) -> list.add(new ArcId(keyspace, arc)));
    }
    return list;
  }

  @Test
  void theyAreThoseOfWhichBothHoldReplicas() {
    CommonArcs arcs = all(1, 3);
    List<ArcId> expected = new ArrayList<>();
    for (int id : new int[] {1, 2}) {
      Keyspace keyspace = RING.keyspace(id);
      for (int arc = 0; arc < PARTITIONS; arc++) {
        long token = Partitions.tokens(arc, PARTITIONS).from();
        var replicas = RING.preferenceList(keyspace, token);
        if (replicas.contains(1) && replicas.contains(3)) {
          expected.add(new ArcId(id, arc));
        }
      }
    }
    assertThat(expected).isNotEmpty();
    assertThat(list(arcs)).isEqualTo(expected).isSorted();
    for (int i = 0; i < arcs.size(); i++) {
      assertThat(arcs.get(i)).isEqualTo(expected.get(i));
      assertThat(arcs.tokens(i)).isEqualTo(Partitions.tokens(expected.get(i).arc(), PARTITIONS));
      assertThat(arcs.holding(arcs.tokens(i).last())).contains(i).hasSize(2);
    }
  }

  @Test
  void bothSidesHaveTheSameListAndNobodyElse() {
    Set<Long> digests = new HashSet<>();
    for (int one = 0; one < 5; one++) {
      for (int other = one + 1; other < 5; other++) {
        assertThat(list(all(one, other))).isEqualTo(list(all(other, one)));
        assertThat(all(one, other).digest()).isEqualTo(all(other, one).digest());
        digests.add(all(one, other).digest());
      }
    }
    digests.add(CommonArcs.of(RING, 0, 1, 1).digest());
    digests.add(CommonArcs.of(RING, 0, 1, 2).digest());
    digests.add(
        CommonArcs.of(RING.withoutKeyspace("other"), 0, 1, CommonArcs.ALL_KEYSPACES).digest());
    assertThat(digests).hasSize(13);
  }

  @Test
  void oneKeyspaceAloneOrNone() {
    assertThat(list(CommonArcs.of(RING, 0, 1, 2)))
        .isNotEmpty()
        .allMatch(arc -> arc.keyspaceId() == 2);
    assertThat(CommonArcs.of(RING, 0, 1, 77).size()).isZero();
    assertThat(all(0, 99).size()).isZero();
  }

  @Test
  void keyspacesThatAreReplicatedOtherwiseHaveOtherArcs() {
    Topology ring = RING.withKeyspace(Rings.keyspace("once", 1));
    assertThat(CommonArcs.of(ring, 0, 1, 3).size()).isZero();
    assertThat(CommonArcs.of(ring, 0, 1, CommonArcs.ALL_KEYSPACES).size())
        .isEqualTo(all(0, 1).size());
  }

  @Test
  void aSpanIsSplitIntoPartsThatMakeIt() {
    for (int size = 1; size < 20; size++) {
      ArcSpan span = new ArcSpan(3, 3 + size);
      for (int parts = 1; parts < 25; parts++) {
        List<ArcSpan> split = span.split(parts);
        assertThat(split).hasSize(Math.min(parts, size));
        assertThat(split.getFirst().from()).isEqualTo(3);
        assertThat(split.getLast().to()).isEqualTo(span.to());
        for (int i = 1; i < split.size(); i++) {
          assertThat(split.get(i).from()).isEqualTo(split.get(i - 1).to());
        }
      }
    }
  }
}
