package io.atoll.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code -Dseed=N} replays one seed with its transcript. */
class TopologyLogSimulationTest {
  @Test
  void noTwoNodesHoldDifferentValuesOfOneEpochAndAMajorityGoesOn() {
    String replay = System.getProperty("seed", "");
    if (replay.matches("-?\\d+")) {
      SimulatedRun.of(Long.parseLong(replay), Sabotage.NONE, true);
    } else {
      run(0, 1_000);
    }
  }

  @Test
  @Tag("slow")
  void noTwoNodesHoldDifferentValuesOfOneEpochInManyMoreRuns() {
    run(100_000, 20_000);
  }

  @Test
  void aVoterThatForgetsWhatItVotedContradictsNobodyAndVotesAgain() {
    for (long seed = 0; seed < 600; seed++) {
      try {
        SimulatedRun.of(seed, Sabotage.NONE, true, false);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"NONE", "FORGETFUL_VOTERS_VOTE"})
  void aBrokenRuleIsNoticedWithinAHundredSeeds(Sabotage sabotage) {
    int firstRed = 0;
    while (firstRed < 100 && isGreen(firstRed, sabotage)) {
      firstRed++;
    }
    assertThat(firstRed).as("first seed that is red under %s", sabotage).isLessThan(100);
  }

  /** One forgetful voter among many does harm more rarely than all of them. */
  @Test
  void aVoterThatForgetsAndVotesAllTheSameIsNoticed() {
    int firstRed = 0;
    while (firstRed < 1_000 && isGreen(firstRed, Sabotage.FORGETFUL_VOTERS_VOTE)) {
      firstRed++;
    }
    assertThat(firstRed).isLessThan(1_000);
  }

  private static void run(long firstSeed, int seeds) {
    long epochs = 0;
    for (long seed = firstSeed; seed < firstSeed + seeds; seed++) {
      try {
        epochs += SimulatedRun.of(seed, Sabotage.NONE, false);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("seed " + seed + " (replay with -Dseed=" + seed + ")", e);
      }
    }
    assertThat(epochs).as("the runs decided something").isGreaterThan(3L * seeds);
  }

  private static boolean isGreen(long seed, Sabotage sabotage) {
    try {
      SimulatedRun.of(seed, sabotage, false);
      return true;
    } catch (AssertionError disagreement) {
      return false;
    }
  }
}
