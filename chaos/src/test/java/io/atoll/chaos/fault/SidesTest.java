package io.atoll.chaos.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.node.TestHooks;
import io.atoll.sim.SimCluster;
import io.atoll.sim.SimSettings;
import io.atoll.sim.Way;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Who is parted from whom. */
class SidesTest {
  private static final List<String> PLAN =
      List.of("dc1-1", "dc1-2", "dc2-1", "dc2-3", "dc3-2", "dc3-3");
  private static final Targets TARGETS =
      new Targets(
          Targets.of(SimSettings.members(3, 3, 3), List.of()).nodes(),
          List.of(new Place("client-1", "dc1")),
          List.of(PLAN));

  @Test
  void aWayOfBothDirectionsIsTwoWays() {
    assertThat(new Sides(List.of("a"), List.of("b"), false).ways())
        .containsExactly(new Way("a", "b"), new Way("b", "a"));
    assertThat(new Sides(List.of("a"), List.of("b"), true).ways())
        .containsExactly(new Way("a", "b"));
  }

  @Test
  void aCoordinatorIsLeftWithAMajorityOfTheReplicasOrWithOneFewer() {
    Set<Integer> left = new TreeSet<>();
    for (long seed = 0; seed < 200; seed++) {
      Sides sides = Sides.leavingMajority(new SplittableRandom(seed), TARGETS);
      assertThat(sides.from()).hasSize(1);
      assertThat(PLAN).containsAll(sides.to());
      assertThat(sides.to()).doesNotContainAnyElementsOf(sides.from());
      left.add(PLAN.size() - sides.to().size());
    }
    assertThat(left).containsExactly(3, 4);
  }

  @Test
  void aRelayIsPartedFromTheReplicasOfItsOwnDc() {
    Sides sides = Sides.aroundRelay(new SplittableRandom(1), TARGETS);
    String relay = sides.from().getFirst();
    assertThat(PLAN).contains(relay).containsAll(sides.to());
    assertThat(sides.to())
        .hasSize(1)
        .allMatch(node -> node.startsWith(relay.substring(0, 3)) && !node.equals(relay));
  }

  @Test
  void aDcIsSplitInTheMiddle() {
    Sides sides = Sides.acrossDc(new SplittableRandom(1), TARGETS);
    assertThat(sides.from()).hasSize(1);
    assertThat(sides.to()).hasSize(2).doesNotContainAnyElementsOf(sides.from());
  }

  @Test
  void theReplicasOfKeysAreReadOffTheTopologyOfARunningCluster() {
    SimCluster cluster = new SimCluster(1, 2, 4, line -> {}, (nodeId, hooks) -> TestHooks.PLAIN);
    assertThat(Targets.of(cluster, List.of()).plans()).isEmpty();
    cluster.startAll();
    cluster.runForMs(3_000);
    Targets targets = Targets.of(cluster, List.of());
    assertThat(targets.plans()).hasSize(8).allMatch(plan -> Set.copyOf(plan).size() == 6);
    assertThat(Set.copyOf(targets.plans())).hasSizeGreaterThan(2);
  }
}
