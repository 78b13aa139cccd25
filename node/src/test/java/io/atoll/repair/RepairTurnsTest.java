package io.atoll.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.repair.RepairTurns.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** With whom a node compares itself next. */
class RepairTurnsTest {
  private static final long EVERY_MS = 10_000;

  private final RepairTurns turns = new RepairTurns(EVERY_MS, most -> most / 2);
  private long nowMs;

  private static Seen up(int member, String dc) {
    return new Seen(member, dc, true);
  }

  private static Seen down(int member, String dc) {
    return new Seen(member, dc, false);
  }

  /** Who has had a turn until a time, each comparison ending at once. */
  private List<Integer> until(long untilMs, boolean again) {
    List<Integer> all = new ArrayList<>();
    for (; nowMs < untilMs; nowMs += 250) {
      for (int next = next(); next >= 0; next = next()) {
        all.add(next);
        turns.ended(next, nowMs, again);
      }
    }
    return all;
  }

  private int next() {
    return turns.next(nowMs, Set.of());
  }

  @Test
  void membersOfTheDcTakeTurnsAndOneOfEachOtherDcToo() {
    turns.see(0, List.of(up(1, "here"), up(2, "here"), up(5, "there"), up(6, "there")));
    assertThat(until(36_000, false)).containsExactly(1, 5, 2, 6, 1, 5, 2, 6);
  }

  @Test
  void whoIsDownIsPassedOver() {
    turns.see(0, List.of(up(1, "here"), down(2, "here"), up(3, "here"), down(5, "there")));
    assertThat(until(36_000, false)).containsExactly(1, 3, 1, 3);
  }

  @Test
  void whoIsBusyIsPassedOver() {
    turns.see(0, List.of(up(1, "here"), up(2, "here")));
    assertThat(turns.next(5_000, Set.of(1))).isEqualTo(2);
    assertThat(turns.next(5_000, Set.of(1))).isEqualTo(-1);
  }

  @Test
  void whoComesBackComesToTheFront() {
    turns.see(0, List.of(down(1, "here"), up(2, "here")));
    assertThat(turns.next(5_000, Set.of())).isEqualTo(2);
    turns.see(6_000, List.of(up(1, "here"), up(2, "here")));
    assertThat(turns.next(6_500, Set.of())).isEqualTo(-1);
    assertThat(turns.next(7_000, Set.of())).isEqualTo(1);
  }

  @Test
  void whoLacksSomethingComesToTheFrontButNotAgainAtOnce() {
    turns.see(0, List.of(up(1, "here"), up(2, "here")));
    turns.lacks(2, 100);
    turns.lacks(2, 100);
    assertThat(turns.next(100, Set.of())).isEqualTo(2);
    assertThat(turns.next(100, Set.of())).isEqualTo(-1);
    turns.ended(2, 200, false);
    turns.lacks(2, 300);
    assertThat(turns.next(300, Set.of())).isEqualTo(-1);
    turns.lacks(2, 10_200);
    assertThat(turns.next(10_200, Set.of())).isEqualTo(2);
  }

  @Test
  void whoWasMendedIsLookedAtAgainEachTimeLater() {
    turns.see(0, List.of(up(1, "here")));
    turns.lacks(1, 0);
    assertThat(turns.next(0, Set.of())).isEqualTo(1);
    long[] pauses = {1_000, 2_000, 4_000};
    long at = 0;
    for (long pause : pauses) {
      turns.ended(1, at, true);
      assertThat(turns.next(at + 999, Set.of(9)) == 1).isEqualTo(false);
      at += pause;
      assertThat(turns.next(at, Set.of())).isEqualTo(1);
    }
  }

  @Test
  void nothingGoesInATightCircle() {
    turns.see(0, List.of(up(1, "here")));
    assertThat(until(100_000, true)).hasSizeBetween(10, 30);
  }

  @Test
  void whoIsGoneHasNoTurns() {
    turns.see(0, List.of(up(1, "here"), up(5, "there")));
    turns.see(100, List.of(up(1, "here")));
    assertThat(until(30_000, false)).containsOnly(1);
  }
}
