package io.atoll.chaos.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.atoll.node.TestHooks;
import io.atoll.sim.SimCluster;
import io.atoll.sim.Undo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A plan is followed strike by strike, and the end of one strike is not that of another. */
class NemesisTest {
  private static final String A = "dc1-1";
  private static final String B = "dc1-2";

  private final List<String> said = new ArrayList<>();
  private final SimCluster cluster =
      new SimCluster(1, 1, 3, said::add, (nodeId, hooks) -> TestHooks.PLAIN);
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

  private void run(Fault fault) {
    cluster.startAll();
    nemesis.follow(FaultPlan.of(List.of(strike(2_000, 3_000, fault))));
    cluster.runForMs(12_000);
    assertThat(cluster.defects()).isEmpty();
  }

  private boolean saidAfterTheStart(String what) {
    return said.stream().filter(line -> line.contains(what)).count() > 1;
  }

  @Test
  void theNodeDiesAtThePointThatIsNamed() {
    run(new CrashAtPoint(A, CrashPoint.LOG_SYNC, 1, null));
    assertThat(cluster.node(A)).isNotNull();
  }

  @ParameterizedTest
  @EnumSource(names = {"CLAIMS_SYNC", "CLAIMS_RENAMED"})
  void theNodeDiesWhenItHearsOfTheStartOfAnotherWhereOnlyThatLeadsToThePoint(CrashPoint point) {
    run(new CrashAtPoint(A, point, 1, B));
    assertThat(said)
        .anyMatch(line -> line.endsWith(A + " dies: power failure in a disk operation"))
        .noneMatch(line -> line.endsWith(B + " dies: power failure in a disk operation"));
    assertThat(cluster.node(A)).isNotNull();
  }

  @ParameterizedTest
  @EnumSource(names = {"RUNS_SYNC", "RUNS_RENAMED"})
  void theNodeDiesInItsStartWhereOnlyAStartLeadsToThePoint(CrashPoint point) {
    run(new CrashAtPoint(A, point, 1, A));
    assertThat(said)
        .anyMatch(line -> line.endsWith(A + " dies: power failure in a disk operation"));
    assertThat(cluster.node(A)).isNotNull();
  }

  @Test
  void aStormEndsWithEveryNodeRunning() {
    run(new RestartStorm(List.of(A, B), RestartStorm.How.POWER_FAILURE, 300));
    assertThat(said.stream().filter(line -> line.endsWith(B + " dies: power failure")).count())
        .isEqualTo(10);
    assertThat(cluster.node(A)).isNotNull();
    assertThat(cluster.node(B)).isNotNull();
  }

  @Test
  void aCleanStopIsNoDeath() {
    run(new CleanStop(A));
    assertThat(said).noneMatch(line -> line.contains(A + " dies"));
    assertThat(saidAfterTheStart(A + " serves")).isTrue();
  }

  @Test
  void aNodeOnAnEmptyDiskTakesANewIncarnation() {
    run(new ReplacedDisk(A));
    assertThat(cluster.node(A).incarnation().generation()).isGreaterThan(1 << 20);
  }

  @Test
  void aDiskThatIsPutBackLosesWhatWasWrittenSince() throws IOException {
    cluster.startAll();
    cluster.runForMs(2_000);
    Undo putBack = new PutBack(A, false).begin(cluster);
    cluster.disk(A).openForWrite("since").sync();
    cluster.disk(A).syncDirectory("");
    putBack.undo();
    assertThat(cluster.disk(A).names()).contains("topology").doesNotContain("since");
    cluster.runForMs(5_000);
    assertThat(cluster.node(A)).isNotNull();
    assertThat(cluster.defects()).isEmpty();
  }

  @Test
  void aNodeThatRefusesToStartFromDamagedFilesGetsAnEmptyDisk() {
    run(new FlippedBits(A, FileKind.TOPOLOGY, 3, 7));
    assertThat(said).anyMatch(line -> line.contains(A + " does not start"));
    assertThat(cluster.node(A)).isNotNull();
    assertThat(cluster.node(A).incarnation().generation()).isGreaterThan(1 << 20);
  }

  @Test
  void aNodeThatWasAwayForWeeksComesBackToALaterDate() {
    long before = cluster.wallMs(B);
    run(new LongAway(A, 3));
    assertThat(cluster.wallMs(B) - before).isCloseTo(3L * 7 * 86_400_000 + 12_000, within(10L));
    assertThat(cluster.node(A)).isNotNull();
  }
}
