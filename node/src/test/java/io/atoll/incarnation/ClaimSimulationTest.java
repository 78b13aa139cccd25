package io.atoll.incarnation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClaimSimulationTest {
  private static final int MEMBER = 7;
  private static final int SEEDS = 2_000;

  /** The ledger as it is. */
  private static final ClaimSimulation.Rule RULE =
      (ledger, claim, nowMs) -> ledger.answer(MEMBER, claim, nowMs);

  /** Believes whatever it is told. */
  private static final ClaimSimulation.Rule BELIEVES_ALL =
      (ledger, claim, nowMs) -> new ClaimAnswer.Accepted();

  /** Looks at the number of a run only. */
  private static final ClaimSimulation.Rule LOOKS_AT_NUMBERS =
      (ledger, claim, nowMs) -> {
        Optional<Run> known = ledger.newest(MEMBER);
        return known.isPresent() && known.get().number() > claim.run().number()
            ? new ClaimAnswer.Refused(known.get(), 1, 0)
            : accept(ledger, claim, nowMs);
      };

  private static ClaimAnswer accept(ClaimLedger ledger, Claim claim, long nowMs) {
    ClaimAnswer answer = ledger.answer(MEMBER, claim, nowMs);
    return answer instanceof ClaimAnswer.Accepted ? answer : new ClaimAnswer.Accepted();
  }

  @Test
  void noEventIsNamedTwiceWhateverIsDoneToTheDirectory() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      ClaimSimulation simulation = new ClaimSimulation(seed, RULE);
      assertThat(simulation.run()).as("seed %d: %s", seed, simulation.summary()).isEmpty();
    }
  }

  @Test
  void whoIsLeftAloneGoesOnWhateverLaterRunsOthersKnowOf() {
    int climbs = 0;
    for (long seed = 1; seed <= SEEDS; seed++) {
      ClaimSimulation simulation = new ClaimSimulation(seed, RULE);
      simulation.run();
      assertThat(simulation.endWith(1)).as("seed %d", seed).isZero();
      climbs += simulation.climbs();
    }
    assertThat(climbs).isPositive();
  }

  @Test
  void ofTwoThatAreAliveOneAtMostIsNotToldOfTheOtherAndNoneClimbsOverIt() {
    int told = 0;
    for (long seed = 1; seed <= SEEDS; seed++) {
      ClaimSimulation simulation = new ClaimSimulation(seed, RULE);
      simulation.run();
      int superseded = simulation.endWith(2);
      assertThat(superseded).as("seed %d", seed).isGreaterThanOrEqualTo(simulation.alive() - 1);
      told += superseded;
      int before = simulation.climbs();
      simulation.endWith(2);
      assertThat(simulation.climbs()).as("seed %d", seed).isEqualTo(before);
    }
    assertThat(told).isPositive();
  }

  @Test
  void aBrokenRuleIsNoticed() {
    assertThat(seedThatNotices(BELIEVES_ALL)).isLessThanOrEqualTo(SEEDS);
    assertThat(seedThatNotices(LOOKS_AT_NUMBERS)).isLessThanOrEqualTo(SEEDS);
  }

  private static long seedThatNotices(ClaimSimulation.Rule broken) {
    long seed = 1;
    while (seed <= SEEDS && new ClaimSimulation(seed, broken).run().isEmpty()) {
      seed++;
    }
    return seed;
  }
}
