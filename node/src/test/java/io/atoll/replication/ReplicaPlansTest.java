package io.atoll.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.replication.ArcReplicas.Fallback;
import io.atoll.ring.ConflictPolicy;
import io.atoll.ring.ConsistencyLevel.Named;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Member;
import io.atoll.ring.Topology;
import io.atoll.wire.Tokens;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReplicaPlansTest {
  private final Topology topology = Stage.ofThreeDcs().topology.newest();
  private final Keyspace keyspace = topology.keyspaces().get("ks");
  private final ReplicaPlans plans = new ReplicaPlans("us");

  @Test
  void aPlanHasTheKeysOwnersAndTheKeyspacesLevel() {
    byte[] key = Stage.bytes("some key");
    ReplicaPlan plan = plans.of(topology, "ks", key, null, true);
    assertThat(plan.token()).isEqualTo(Tokens.of(keyspace.id(), key));
    assertThat(plan.members())
        .isEqualTo(topology.preferenceList(keyspace, plan.token()).replicas())
        .isEqualTo(plan.owners());
    assertThat(plan.level()).isEqualTo(keyspace.read());
    assertThat(plan.requirement()).hasToString("5 of 9");
    assertThat(plan.epoch()).isEqualTo(topology.epoch());
    assertThat(plan.overlapping()).isTrue();
    for (int i = 0; i < plan.members().size(); i++) {
      assertThat(plan.indexOf(plan.member(i).number())).isEqualTo(i);
      assertThat(plan.ownerIndexOf(plan.member(i).number())).isEqualTo(i);
    }
    assertThat(plan.indexOf(99)).isEqualTo(-1);
    assertThat(plan.ownerIndexOf(99)).isEqualTo(-1);
  }

  @Test
  void arcsThatDoNotMoveShareOneRequirementForAnEpoch() {
    ReplicaPlan one = plans.of(topology, "ks", Stage.bytes("one"), Named.ALL, false);
    ReplicaPlan other = plans.of(topology, "ks", Stage.bytes("other"), Named.ALL, false);
    assertThat(one.token()).isNotEqualTo(other.token());
    assertThat(other.requirement()).isSameAs(one.requirement());
    assertThat(one.requirement()).hasToString("9 of 9");

    Topology smaller =
        topology.withChangedKeyspace(
            Stage.keyspace("ks", Map.of("us", 2, "eu", 1), ConflictPolicy.SIBLINGS));
    ReplicaPlan newer = plans.of(smaller, "ks", Stage.bytes("one"), Named.ALL, false);
    assertThat(newer.requirement()).hasToString("3 of 3");
    assertThat(newer.epoch()).isEqualTo(smaller.epoch());
    assertThat(plans.of(topology, "ks", Stage.bytes("one"), Named.ALL, false).requirement())
        .as("an older epoch, too, has its own")
        .hasToString("9 of 9");
  }

  @Test
  void onlyWhoCountsIsToldAndAHintPromisesNoOverlap() {
    Member us1 = topology.member("us-1");
    Member us2 = topology.member("us-2");
    Member us3 = topology.member("us-3");
    Member eu1 = topology.member("eu-1");
    ArcReplicas arc =
        ArcReplicas.of(List.of(us1, us2))
            .becoming(List.of(us1, us3), false)
            .with(List.of(new Fallback(eu1, 1)));
    ReplicaPlan plan = plans.of(7, keyspace, 0, arc, Named.ALL, Named.ONE);
    assertThat(plan.owners()).containsExactly(us1, us2);
    assertThat(plan.members()).containsExactly(us1, us2, us3, eu1);
    assertThat(plan.ownerIndexOf(us3.number())).as("who is pending makes no dot").isEqualTo(-1);
    assertThat(plan.overlapping()).isTrue();

    ReplicaSet everybody = ReplicaSet.of(0, 1, 2, 3);
    WriteTally strict = WriteTally.of(plan.requirement()).withAnswer(0).withAnswer(1).withAnswer(2);
    assertThat(plan.outcome(everybody, strict.answered(), strict.hints()))
        .isEqualTo(new Outcome(2, 2, 2, 0, 7, true));
    WriteTally sloppy = WriteTally.of(plan.requirement()).withAnswer(0).withAnswer(3);
    assertThat(sloppy.progress()).isEqualTo(Progress.MET);
    assertThat(plan.outcome(everybody, sloppy.answered(), sloppy.hints()))
        .isEqualTo(new Outcome(2, 1, 2, 1, 7, false));
  }
}
