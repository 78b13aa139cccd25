package io.atoll.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.repair.sketch.HashComparison;
import io.atoll.repair.sketch.HashTree;
import io.atoll.repair.sketch.SetHash;
import io.atoll.ring.ConflictPolicy;
import io.atoll.ring.ConsistencyLevel;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Member;
import io.atoll.ring.Partitions;
import io.atoll.ring.Topology;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class KeyspaceTreeTest {
  private static final int ARCS = 512;
  private static final Topology TOPOLOGY = topology();

  private static Topology topology() {
    List<Member> members = List.of(member("a"), member("b"), member("c"), member("d"));
    TreeMap<String, Integer> replication = new TreeMap<>();
    replication.put("dc", 2);
    return Topology.form("trees", ARCS, members)
        .withKeyspace(
            new Keyspace(
                0,
                "twins",
                replication,
                ConflictPolicy.SIBLINGS,
                ConsistencyLevel.Named.ONE,
                ConsistencyLevel.Named.ONE));
  }

  private static Member member(String id) {
    return new Member(0, id, "dc", "rack-" + id, 1, "host-" + id, 1, 2, 3, 4);
  }

  private static Keyspace keyspace(String name) {
    return TOPOLOGY.keyspaces().get(name);
  }

  /** One key in each arc, of a weight that is the number of the arc and more. */
  private static TreeMap<Integer, SetHash> hashes(int more) {
    TreeMap<Integer, SetHash> hashes = new TreeMap<>();
    for (int arc = 0; arc < ARCS; arc++) {
      hashes.put(arc, new SetHash(1, arc + more, 2L * arc));
    }
    return hashes;
  }

  private static List<String> names(List<HashTree> trees) {
    return trees.stream().map(HashTree::name).toList();
  }

  @Test
  void arcsStandBelowTheReplicasThatHoldThemAndTheirHashesAddUp() {
    HashTree tree = KeyspaceTree.of(TOPOLOGY, keyspace("twins"), hashes(0));

    assertThat(tree.name()).isEqualTo("twins");
    assertThat(tree.hash().keys()).isEqualTo(ARCS);
    assertThat(tree.children()).hasSizeGreaterThan(1);
    for (HashTree set : tree.children()) {
      List<String> ids = List.of(set.name().split(" ", -1));
      assertThat(ids).hasSize(2).isSorted();
      HashTree leaf = set;
      while (!leaf.children().isEmpty()) {
        leaf = leaf.children().getFirst();
      }
      int arc = Integer.parseInt(leaf.name().substring("arc ".length()));
      var replicas =
          TOPOLOGY.preferenceList(keyspace("twins"), Partitions.tokens(arc, ARCS).from());
      for (String id : ids) {
        assertThat(replicas.contains(TOPOLOGY.member(id).number())).isTrue();
      }
    }
  }

  @Test
  void manyArcsOfOneSetAreDividedIntoRuns() {
    HashTree all = KeyspaceTree.of(TOPOLOGY, keyspace("default"), hashes(0));
    HashTree set =
        all.children().stream()
            .filter(each -> each.children().size() > 1)
            .findFirst()
            .orElseThrow();
    assertThat(set.children().getFirst().name()).isEqualTo("arcs 0 to 63");
    assertThat(set.children().getFirst().children()).allMatch(arc -> arc.name().startsWith("arc "));

    HashTree few = KeyspaceTree.of(TOPOLOGY, keyspace("default"), hashes(0).subMap(10, 11));
    assertThat(names(few.children().getFirst().children())).containsExactly("arc 10");
    assertThat(few.hash()).isEqualTo(new SetHash(1, 10, 20));
    assertThat(KeyspaceTree.of(TOPOLOGY, keyspace("default"), new TreeMap<>()).children())
        .isEmpty();
  }

  @Test
  void theTreesOfTwoNodesDifferWhereTheirArcsDo() {
    TreeMap<Integer, SetHash> theirs = hashes(0);
    theirs.put(100, new SetHash(2, 3, 4));
    HashComparison compared =
        KeyspaceTree.of(TOPOLOGY, keyspace("twins"), hashes(0))
            .compare(KeyspaceTree.of(TOPOLOGY, keyspace("twins"), theirs));
    assertThat(compared.differing()).hasSize(1);
    assertThat(compared.differing().getFirst().name()).isEqualTo(KeyspaceTree.name(100));
    assertThat(compared.compared()).isLessThan(1 + 12 + 8 + 64);
  }
}
