package io.atoll.chaos.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.node.TestHooks;
import io.atoll.sim.SimCluster;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A plan is followed strike by strike, and the end of one strike is not that of another. */
class NemesisTest {
  private static final String A = "dc1-1";
  private static final String B = "dc1-2";

  private final SimCluster cluster =
      new SimCluster(1, 1, 3, line -> {}, (nodeId, hooks) -> TestHooks.PLAIN);
  private final Nemesis nemesis = new Nemesis(cluster);

  private static Strike strike(long atMs, long forMs, Fault fault) {
    return new Strike(0, atMs, forMs, fault);
  }

  private static Fault partition(String from, String to) {
    return new Partition(new Sides(List.of(from), List.of(to), false));
  }

  @Test
  void theEndOfOnePartitionHealsNoOther() {
    nemesis.follow(
        FaultPlan.of(
            List.of(
                strike(10, 50, partition(A, B)),
                strike(20, 20, partition(A, B)),
                strike(20, 20, partition(A, "dc1-3")))));
    cluster.runForMs(45);
    assertThat(cluster.network().isCut(A, B)).isTrue();
    assertThat(cluster.network().isCut(B, A)).isTrue();
    assertThat(cluster.network().isCut(A, "dc1-3")).isFalse();
    cluster.runForMs(20);
    assertThat(cluster.network().isCut(A, B)).isFalse();
  }

  @Test
  void aNodeOfADcThatIsDownStaysDownWhenItsOwnCrashIsOver() {
    cluster.startAll();
    nemesis.follow(
        FaultPlan.of(
            List.of(
                strike(10, 20, new Crash(A, false)),
                strike(20, 50, new DcDown(List.of(A, B, "dc1-3"), true)))));
    cluster.runForMs(40);
    assertThat(cluster.isRunning(A)).isFalse();
    cluster.runForMs(40);
    assertThat(cluster.isRunning(A)).isTrue();
  }

  @Test
  void nothingOfThePlanHappensAfterHealing() {
    cluster.startAll();
    nemesis.follow(
        FaultPlan.of(
            List.of(
                strike(10, 50, partition(A, B)),
                strike(30, 50, new Crash(A, false)),
                strike(10, 50, new Crash(B, false)))));
    cluster.runForMs(20);
    nemesis.healAll();
    assertThat(cluster.network().isCut(A, B)).isFalse();
    assertThat(cluster.isRunning(B)).isTrue();
    cluster.runForMs(40);
    assertThat(cluster.isRunning(A)).isTrue();
  }
}
