package io.atoll.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.ring.ConflictPolicy;
import io.atoll.ring.ConsistencyLevel;
import io.atoll.ring.ConsistencyLevel.Count;
import io.atoll.ring.ConsistencyLevel.Named;
import io.atoll.ring.Keyspace;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Every level on random replication maps, against all subsets of the replicas. */
class RequirementTest {
  @Provide
  Arbitrary<Keyspace> keyspaces() {
    return Replicas.keyspaces();
  }

  @Provide
  Arbitrary<ConsistencyLevel> levels() {
    return Replicas.levels();
  }

  @Provide
  Arbitrary<String> dcs() {
    return Replicas.dcs();
  }

  @Property(tries = 500)
  void theSetsThatAreEnoughAreThoseOfTheModel(
      @ForAll("keyspaces") Keyspace keyspace,
      @ForAll("levels") ConsistencyLevel level,
      @ForAll("dcs") String dc) {
    Assume.that(!Replicas.impossible(keyspace, level, dc));
    Requirement requirement = Replicas.requirement(keyspace, level, dc);
    int smallest = Integer.MAX_VALUE;
    for (long set = 0; set <= everybody(requirement); set++) {
      boolean enough = Replicas.enough(keyspace, level, dc, set);
      assertThat(requirement.metBy(new ReplicaSet(set)))
          .as("%s by %s", requirement, set)
          .isEqualTo(enough);
      if (enough) {
        smallest = Math.min(smallest, Long.bitCount(set));
      }
    }
    assertThat(requirement.total()).isEqualTo(smallest);
    assertThat(everybody(requirement)).isEqualTo((1L << keyspace.replicas()) - 1);
  }

  @Property(tries = 300)
  void aReplicaHelpsWhenFewerAreMissingWithIt(
      @ForAll("keyspaces") Keyspace keyspace,
      @ForAll("levels") ConsistencyLevel level,
      @ForAll("dcs") String dc) {
    Assume.that(!Replicas.impossible(keyspace, level, dc));
    Requirement requirement = Replicas.requirement(keyspace, level, dc);
    int all = (int) everybody(requirement);
    int[] missing = new int[all + 1];
    for (int set = all; set >= 0; set--) {
      missing[set] = Replicas.enough(keyspace, level, dc, set) ? 0 : Integer.MAX_VALUE;
      for (int r = 0; r < keyspace.replicas() && missing[set] > 0; r++) {
        if ((set >>> r & 1) == 0) {
          missing[set] = Math.min(missing[set], 1 + missing[set | 1 << r]);
        }
      }
      for (int r = 0; r < keyspace.replicas(); r++) {
        if ((set >>> r & 1) == 0) {
          assertThat(requirement.helpedBy(r, set))
              .as("%s: %d helps %d", requirement, r, set)
              .isEqualTo(missing[set | 1 << r] < missing[set]);
        }
      }
    }
  }

  @Property(tries = 500)
  void twoRequirementsOverlapWhenNoTwoDisjointSetsSatisfyThem(
      @ForAll("keyspaces") Keyspace keyspace,
      @ForAll("levels") ConsistencyLevel read,
      @ForAll("levels") ConsistencyLevel write,
      @ForAll("dcs") String reader,
      @ForAll("dcs") String writer) {
    Assume.that(!Replicas.impossible(keyspace, read, reader));
    Assume.that(!Replicas.impossible(keyspace, write, writer));
    Requirement one = Replicas.requirement(keyspace, read, reader);
    Requirement other = Replicas.requirement(keyspace, write, writer);
    boolean disjoint = false;
    for (long set = 0; set <= everybody(one); set++) {
      disjoint |=
          Replicas.enough(keyspace, read, reader, set)
              && Replicas.enough(keyspace, write, writer, everybody(one) & ~set);
    }
    assertThat(one.overlaps(other)).isEqualTo(!disjoint);
    assertThat(other.overlaps(one)).isEqualTo(!disjoint);
  }

  @Property(tries = 300)
  void whatNoSetSatisfiesIsRefusedWithTheReplicationFactor(
      @ForAll("keyspaces") Keyspace keyspace,
      @ForAll("levels") ConsistencyLevel level,
      @ForAll("dcs") String dc) {
    Assume.that(Replicas.impossible(keyspace, level, dc));
    assertThatThrownBy(() -> Replicas.requirement(keyspace, level, dc))
        .isInstanceOf(RequestFailure.ImpossibleLevel.class)
        .hasMessageContaining("'ks'")
        .hasMessageContaining(keyspace.replication().toString())
        .hasMessageContaining(level.toString());
  }

  @Property(tries = 200)
  void theReplicasOfTheDcsArePartsOfTheWhole(@ForAll("keyspaces") Keyspace keyspace) {
    ReplicaRoles roles = ReplicaRoles.of(Replicas.members(keyspace));
    ReplicaSet all = ReplicaSet.EMPTY;
    int d = 0;
    for (Map.Entry<String, Integer> entry : keyspace.replication().entrySet()) {
      ReplicaSet there = roles.replicasOf(d);
      assertThat(roles.dc(d)).isEqualTo(entry.getKey());
      assertThat(there.intersect(all)).isEqualTo(ReplicaSet.EMPTY);
      assertThat(there).isEqualTo(roles.replicasOf(entry.getKey()));
      assertThat(there.size()).isEqualTo(entry.getValue());
      all = all.plus(there);
      d++;
    }
    assertThat(all).isEqualTo(roles.members()).isEqualTo(roles.owners()).isEqualTo(roles.next());
    assertThat(roles.pending()).isEqualTo(ReplicaSet.EMPTY);
    assertThat(roles.fallbacks()).isEqualTo(ReplicaSet.EMPTY);
    assertThat(roles.dcCount()).isEqualTo(d);
    assertThat(roles.replicasOf("nowhere")).isEqualTo(ReplicaSet.EMPTY);
  }

  @Example
  void sixtyFourReplicasAreServed() {
    Keyspace most = keyspace(Map.of("a", 16, "b", 16, "c", 16, "d", 16));
    Requirement all = Replicas.requirement(most, Named.ALL, "a");
    assertThat(everybody(all)).isEqualTo(-1L);
    assertThat(all.metBy(new ReplicaSet(-1L))).isTrue();
    assertThat(all.metBy(new ReplicaSet(-2L))).isFalse();
    assertThat(Replicas.requirement(most, Named.QUORUM, "a").total()).isEqualTo(33);
  }

  @Example
  void itTellsWhatItAsksFor() {
    Keyspace keyspace = keyspace(Map.of("eu", 3, "us", 2));
    assertThat(Replicas.requirement(keyspace, new Count(2), "us")).hasToString("2 of 5");
    assertThat(Replicas.requirement(keyspace, Named.EACH_QUORUM, "us"))
        .hasToString("4 of 5, 2 of 3 in eu, 2 of 2 in us");
  }

  private static long everybody(Requirement requirement) {
    return requirement.counted().bits();
  }

  private static Keyspace keyspace(Map<String, Integer> replication) {
    return new Keyspace(
        1, "ks", new TreeMap<>(replication), ConflictPolicy.SIBLINGS, Named.ONE, Named.ONE);
  }
}
