package io.atoll.membership;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClockWatchTest {
  private static final long WALL_MS = 1_800_000_000_000L;
  private static final long YEAR_MS = 365L * 86_400_000;

  private final ClockOffsets offsets = new ClockOffsets();
  private final ClockWatch watch = new ClockWatch("a", ClockWatch.Settings.DEFAULT);
  private long now = 5_000;

  /** This node's own wall time is right as long as this is 0. */
  private long ownErrorMs;

  private long ownLeadMs() {
    return WALL_MS + ownErrorMs;
  }

  /** A peer says what time it has, at once. */
  private void says(int member, long errorMs) {
    offsets.note(member, WALL_MS + errorMs + now, now, now);
  }

  private List<String> look() {
    return watch.look(offsets, ownLeadMs(), member -> "node-" + member);
  }

  @Test
  void clocksThatAgreeAreNotTalkedOf() {
    says(1, 100);
    says(2, -300);
    assertThat(look()).isEmpty();
    assertThat(watch.fault()).isNull();
    assertThat(watch.ownAheadMs()).isZero();
  }

  @Test
  void theErrorIsHalfTheRoundTripAndTheShortestOneCounts() {
    offsets.note(1, WALL_MS + 1_050, 1_000, 1_100);
    assertThat(offsets.aheadMs(1, WALL_MS)).isZero();
    offsets.note(1, WALL_MS + 2_400, 2_000, 2_400);
    assertThat(offsets.aheadMs(1, WALL_MS)).as("longer, and no contradiction").isZero();
    offsets.note(1, WALL_MS + 3_005, 3_000, 3_010);
    assertThat(offsets.aheadMs(1, WALL_MS)).isZero();
    offsets.note(1, WALL_MS + 9_200, 4_000, 4_400);
    assertThat(offsets.aheadMs(1, WALL_MS)).as("its clock was set").isEqualTo(5_000);
  }

  @Test
  void oneClockOfThreeThatIsOffConvictsItselfOnly() {
    says(1, 0);
    says(2, YEAR_MS);
    assertThat(look())
        .containsExactly("the clock of 'node-2' is 31536000.0 s ahead of most others");
    assertThat(watch.fault()).isNull();
    assertThat(look()).as("said once").isEmpty();
    says(2, 0);
    assertThat(look()).containsExactly("the clock of 'node-2' agrees with the others again");
  }

  @Test
  void theOneThatIsOffSaysSoOfItselfAndOfNobodyElse() {
    says(1, 0);
    says(2, 0);
    ownErrorMs = YEAR_MS;
    assertThat(look()).singleElement().asString().contains("'a' is 31536000.0 s ahead of most");
    assertThat(watch.fault()).contains("limits.clockOffsetMs").contains("set its clock right");
    assertThat(watch.ownAheadMs()).isEqualTo(YEAR_MS);
    assertThat(look()).isEmpty();
    ownErrorMs = 0;
    assertThat(look()).containsExactly("the clock of 'a' is near enough to the others again");
    assertThat(watch.fault()).isNull();
  }

  @Test
  void aClockThatIsBehindIsOffLikewise() {
    says(1, 0);
    says(2, 0);
    ownErrorMs = -YEAR_MS;
    assertThat(look()).singleElement().asString().contains("31536000.0 s behind most");
    assertThat(watch.fault()).isNotNull();
  }

  /** The measurements are kept against time that is never set. */
  @Test
  void aClockThatIsSetIsFoundOutWithoutAskingAnybody() {
    says(1, 0);
    says(2, 0);
    look();
    now += 600_000;
    ownErrorMs = 3_600_000;
    look();
    assertThat(watch.fault()).isNotNull();
  }

  @Test
  void ofTwoNeitherIsStoppedAndBothSayIt() {
    says(1, YEAR_MS);
    assertThat(look())
        .containsExactly("the clock of 'node-1' is 31536000.0 s ahead of that of 'a'");
    assertThat(watch.fault()).isNull();
  }

  @Test
  void twoAgainstTwoStopNobody() {
    says(1, 0);
    says(2, YEAR_MS);
    says(3, YEAR_MS);
    look();
    assertThat(watch.fault()).isNull();
    ownErrorMs = YEAR_MS;
    look();
    assertThat(watch.fault()).isNull();
  }

  @Test
  void betweenWarningAndBoundANodeGoesOn() {
    says(1, 0);
    says(2, 0);
    ownErrorMs = 2_000;
    assertThat(look()).containsExactly("the clock of 'a' is 2.0 s ahead of most others");
    assertThat(watch.fault()).isNull();
    ownErrorMs = 800;
    assertThat(look()).as("not yet near").isEmpty();
    ownErrorMs = 400;
    assertThat(look()).containsExactly("the clock of 'a' agrees with the others again");
  }

  @Test
  void membersThatAreGoneHaveNoSay() {
    says(1, YEAR_MS);
    says(2, YEAR_MS);
    look();
    assertThat(watch.fault()).isNotNull();
    offsets.retain(Set.of());
    look();
    assertThat(watch.fault()).isNull();
    assertThat(offsets.isKnown(1)).isFalse();
  }

  @Test
  void aWarningIsNotGivenForLessThanHalfASecondUnlessTheBoundIsNearer() {
    assertThat(ClockWatch.Settings.of(1_000).warnMs()).isEqualTo(500);
    assertThat(ClockWatch.Settings.of(100).warnMs()).isEqualTo(100);
    assertThat(ClockWatch.Settings.of(60_000).warnMs()).isEqualTo(6_000);
  }
}
