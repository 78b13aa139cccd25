package io.atoll.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.repair.RepairRun.Part;
import io.atoll.repair.RepairRun.State;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a person wants compared, and how far it is. */
class RepairRunsTest {
  private static final long WALL_MS = 1_000_000;

  private final RepairRuns runs = new RepairRuns();
  private long nowMs;

  private long begin(Integer... members) {
    return runs.begin(RepairFilter.ALL, WALL_MS, List.of(members));
  }

  private RepairRuns.Due next() {
    nowMs += 2_000;
    return runs.next(nowMs, Set.of());
  }

  private static Part round(RepairVerdict verdict, long received) {
    RepairTally tally = new RepairTally(1, 1, 0, 0, 0, 0, received == 0 ? 0 : 1, received);
    return new Part(0, State.ENDED, verdict, 4_000, tally, 0, 0, "so it is");
  }

  private void ended(RepairRuns.Due due, RepairVerdict verdict, long received) {
    runs.ended(due, round(verdict, received), false, nowMs, WALL_MS + nowMs);
  }

  @Test
  void eachMemberIsComparedUntilItIsInStep() {
    long id = begin(1, 2);
    RepairRuns.Due first = next();
    assertThat(first.member()).isEqualTo(1);
    RepairRuns.Due second = next();
    assertThat(second.member()).isEqualTo(2);
    assertThat(next()).isNull();
    ended(first, RepairVerdict.MENDED, 100);
    ended(second, RepairVerdict.IN_STEP, 0);
    assertThat(runs.get(id).isRunning()).isTrue();
    assertThat(runs.get(id).verdict()).isEqualTo(RepairVerdict.MENDED);
    RepairRuns.Due again = next();
    assertThat(again.member()).isEqualTo(1);
    ended(again, RepairVerdict.IN_STEP, 0);
    RepairRun run = runs.get(id);
    assertThat(run.isRunning()).isFalse();
    assertThat(run.verdict()).isEqualTo(RepairVerdict.IN_STEP);
    assertThat(run.bytesDone()).isEqualTo(100);
    assertThat(run.bytesLeft()).isZero();
    assertThat(run.parts().getFirst().tally().comparisons()).isEqualTo(2);
  }

  @Test
  void roundsThatBringNothingEndAPart() {
    long id = begin(1);
    for (int i = 0; i < RepairRuns.FRUITLESS_ROUNDS; i++) {
      ended(next(), RepairVerdict.DIFFERENT, 0);
    }
    assertThat(next()).isNull();
    assertThat(runs.get(id).verdict()).isEqualTo(RepairVerdict.DIFFERENT);
    assertThat(runs.get(id).parts().getFirst().why()).isEqualTo("so it is");
  }

  @Test
  void roundsThatBringSomethingDoNot() {
    begin(1);
    for (int i = 0; i < 20; i++) {
      ended(next(), RepairVerdict.DIFFERENT, 100);
    }
    assertThat(next()).isNotNull();
  }

  @Test
  void roundsAreNotBegunAtOnceAgain() {
    begin(1);
    ended(next(), RepairVerdict.DIFFERENT, 0);
    assertThat(runs.next(nowMs, Set.of())).isNull();
    assertThat(runs.next(nowMs + 1_999, Set.of())).isNull();
    assertThat(runs.next(nowMs + 2_000, Set.of(1))).isNull();
    assertThat(runs.next(nowMs + 2_000, Set.of())).isNotNull();
  }

  @Test
  void whereThereIsNoHopeItEnds() {
    long id = begin(1);
    runs.ended(next(), round(RepairVerdict.NOT_COMPARED, 0), true, nowMs, WALL_MS);
    assertThat(runs.get(id).isRunning()).isFalse();
    assertThat(runs.get(id).verdict()).isEqualTo(RepairVerdict.NOT_COMPARED);
  }

  @Test
  void aRunWithNobodyIsOver() {
    RepairRun run = runs.get(begin());
    assertThat(run.isRunning()).isFalse();
    assertThat(run.verdict()).isEqualTo(RepairVerdict.IN_STEP);
    assertThat(run.etaSeconds(WALL_MS)).isZero();
  }

  @Test
  void progressIsSeenWhileARoundGoesOn() {
    long id = begin(1);
    RepairRuns.Due due = next();
    assertThat(runs.get(id).etaSeconds(WALL_MS + 1_000)).isEqualTo(-1);
    runs.goesOn(due, new RepairTally(1, 3, 5, 0, 1, 300, 1, 200), 1_500);
    RepairRun run = runs.get(id);
    assertThat(run.bytesDone()).isEqualTo(500);
    assertThat(run.bytesLeft()).isEqualTo(1_500);
    assertThat(run.etaSeconds(WALL_MS + 1_000)).isEqualTo(3);
  }

  @Test
  void onlyTheNewestAreKept() {
    long first = begin(1);
    for (int i = 0; i < RepairRuns.KEPT; i++) {
      begin(1);
    }
    assertThat(runs.get(first)).isNull();
    runs.ended(
        new RepairRuns.Due(first, 1, RepairFilter.ALL),
        round(RepairVerdict.IN_STEP, 0),
        false,
        0,
        WALL_MS);
  }
}
