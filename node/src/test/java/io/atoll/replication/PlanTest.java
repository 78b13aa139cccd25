package io.atoll.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.ring.ConflictPolicy;
import io.atoll.ring.ConsistencyLevel;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Member;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** Whom a write is sent to and whom a read asks, for every set of living replicas. */
class PlanTest {
  @Provide
  Arbitrary<Keyspace> keyspaces() {
    return Replicas.keyspaces();
  }

  @Provide
  Arbitrary<ConsistencyLevel> levels() {
    return Replicas.levels();
  }

  @Property(tries = 1_000)
  void everyLivingReplicaGetsTheWriteOnceAndEveryRemoteDcIsCrossedOnce(
      @ForAll("keyspaces") Keyspace keyspace,
      @ForAll @IntRange(min = 0, max = 7) int self,
      @ForAll @LongRange(min = 0, max = 255) long living,
      @ForAll int salt) {
    Assume.that(self < keyspace.replicas());
    List<Member> members = Replicas.members(keyspace);
    String localDc = members.get(self).dc();
    ReplicaRoles roles = ReplicaRoles.of(members);
    ReplicaSet alive = new ReplicaSet(living).intersect(roles.members()).with(self);

    WritePlan plan = WritePlan.of(roles, self, localDc, alive, salt);

    List<Integer> reached = new ArrayList<>(replicas(plan.direct()));
    assertThat(reached).allMatch(replica -> members.get(replica).dc().equals(localDc));
    TreeMap<String, Integer> crossings = new TreeMap<>();
    for (WritePlan.DcForward forward : plan.forwards()) {
      String dc = members.get(forward.lead()).dc();
      crossings.merge(dc, 1, Integer::sum);
      assertThat(replicas(forward.others()))
          .allMatch(replica -> members.get(replica).dc().equals(dc));
      reached.add(forward.lead());
      reached.addAll(replicas(forward.others()));
    }
    assertThat(crossings).doesNotContainKey(localDc).allSatisfy((dc, n) -> assertThat(n).isOne());
    reached.add(self);
    assertThat(reached).containsExactlyInAnyOrderElementsOf(replicas(alive));
  }

  @Property(tries = 100)
  void theLeadVariesWithTheSalt(@ForAll @IntRange(min = 1, max = 100) int salt) {
    Keyspace keyspace = Stage.keyspace("ks", Map.of("ap", 3, "us", 3), ConflictPolicy.SIBLINGS);
    ReplicaRoles roles = ReplicaRoles.of(Replicas.members(keyspace));
    List<Integer> leads = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      leads.add(
          WritePlan.of(roles, 0, "ap", roles.members(), salt + i).forwards().getFirst().lead());
    }
    assertThat(leads).containsExactlyInAnyOrder(3, 4, 5);
  }

  @Provide
  Arbitrary<List<Long>> latencies() {
    return Arbitraries.longs().between(0, 1_000).list().ofSize(8);
  }

  @Property(tries = 1_000)
  void aReadGoesToItselfThenByLatencyInItsDcThenElsewhereAndToTheDeadLast(
      @ForAll("keyspaces") Keyspace keyspace,
      @ForAll @IntRange(min = 0, max = 8) int self,
      @ForAll @LongRange(min = 0, max = 255) long living,
      @ForAll("latencies") List<Long> latencies) {
    List<Member> members = Replicas.members(keyspace);
    String localDc = self < members.size() ? members.get(self).dc() : "us";
    ReplicaSet alive = new ReplicaSet(self < members.size() ? living | 1L << self : living);
    ReadPlan plan = ReadPlan.of(members, self, localDc, alive, member -> latencies.get(member));

    List<Member> wanted = new ArrayList<>(members);
    wanted.sort(
        Comparator.comparingLong(
            member -> {
              boolean dead = !alive.contains(member.number());
              long dc = member.dc().equals(localDc) ? 0 : 10_000;
              long near = member.number() == self ? -1 : dc + latencies.get(member.number());
              return dead ? Long.MAX_VALUE : near;
            }));
    List<Member> order = new ArrayList<>();
    ReplicaSet rest = ReplicaSet.range(0, members.size());
    for (int next = plan.nearest(rest); next >= 0; next = plan.nearest(rest)) {
      order.add(members.get(next));
      rest = rest.without(next);
    }
    assertThat(order).isEqualTo(wanted);
    assertThat(plan.nearest(ReplicaSet.EMPTY)).isEqualTo(-1);
  }

  @Property(tries = 1_000)
  void theFirstAskedAreEnoughAndNoMoreAndAliveWhenThatCanBe(
      @ForAll("keyspaces") Keyspace keyspace,
      @ForAll("levels") ConsistencyLevel level,
      @ForAll @LongRange(min = 0, max = 255) long living,
      @ForAll("latencies") List<Long> latencies) {
    ReplicaSet alive = new ReplicaSet(living);
    Assume.that(!Replicas.impossible(keyspace, level, "us"));
    List<Member> members = Replicas.members(keyspace);
    Requirement requirement = Replicas.requirement(keyspace, level, "us");
    ReadPlan plan = ReadPlan.of(members, -1, "us", alive, member -> latencies.get(member));

    ReplicaSet first = plan.first(requirement);

    assertThat(requirement.metBy(first)).isTrue();
    for (int replica : replicas(first)) {
      assertThat(requirement.metBy(first.without(replica))).isFalse();
    }
    assertThat(first.size()).isEqualTo(requirement.total());
    if (requirement.metBy(alive)) {
      assertThat(first.minus(alive)).isEqualTo(ReplicaSet.EMPTY);
    }
  }

  private static List<Integer> replicas(ReplicaSet set) {
    List<Integer> replicas = new ArrayList<>();
    for (int i = 0; i < Long.SIZE; i++) {
      if ((set.bits() >>> i & 1) == 1) {
        replicas.add(i);
      }
    }
    return replicas;
  }
}
