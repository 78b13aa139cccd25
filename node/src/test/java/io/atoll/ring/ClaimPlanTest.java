package io.atoll.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClaimPlanTest {
  private final Topology before = Topology.form("test", 1024, Clusters.members(5, "us", "eu"));

  @Test
  void aJoinIsPlannedAtItsLowerBound() {
    Topology after = before.withJoined(List.of(Clusters.member("us-6", "us", "rack6")));
    ClaimPlan plan = ClaimPlan.of(before, after, 1000);
    assertThat(plan.lowerBoundArcs()).isEqualTo(512);
    assertThat(plan.plannedArcs()).isEqualTo(512);
    assertThat(plan.plannedBytes()).isEqualTo(512_000);
    assertThat(plan.lowerBoundBytes()).isEqualTo(512_000);
    assertThat(plan.nodes()).hasSize(11);
    ClaimPlan.NodeChange joined = plan.nodes().get(10);
    assertThat(joined).isEqualTo(new ClaimPlan.NodeChange(after.member("us-6"), 0, 512, 512));
    assertThat(plan.nodes())
        .filteredOn(node -> node.member().dc().equals("us"))
        .allSatisfy(node -> assertThat(node.arcsAfter()).isEqualTo(512));
    assertThat(plan.nodes())
        .filteredOn(node -> node.member().dc().equals("eu"))
        .allSatisfy(node -> assertThat(node.arcsReceived() + node.arcsReleased()).isZero());
  }

  @Test
  void aLeaveReleasesWhatTheOthersReceive() {
    Topology after = before.withLeft(List.of("us-2"));
    ClaimPlan plan = ClaimPlan.of(before, after, 0);
    int gone = before.member("us-2").number();
    int held = before.claim().arcs("us", 3).get(gone);
    assertThat(plan.plannedArcs()).isEqualTo(held).isEqualTo(plan.lowerBoundArcs());
    assertThat(plan.plannedBytes()).isZero();
    assertThat(plan.nodes())
        .filteredOn(node -> node.member().number() == gone)
        .singleElement()
        .satisfies(node -> assertThat(node.arcsReleased()).isEqualTo(held));
  }

  @Test
  void aRaisedFactorIsForcedToFillItsSlots() {
    Topology after = before.withChangedKeyspace(Clusters.keyspace("default", "us", 4, "eu", 3));
    ClaimPlan plan = ClaimPlan.of(before, after, 0);
    assertThat(plan.plannedArcs()).isEqualTo(1024);
    assertThat(plan.lowerBoundArcs()).isEqualTo(1024);
  }
}
