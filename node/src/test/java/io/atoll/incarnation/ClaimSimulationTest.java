package io.atoll.incarnation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

class ClaimSimulationTest {
  private static final int MEMBER = 7;
  private static final int SEEDS = 2_000;

  /** The ledger as it is. */
  private static final BiFunction<ClaimLedger, Claim, ClaimAnswer> RULE =
      (ledger, claim) -> ledger.answer(MEMBER, claim);

  /** Believes whatever it is told. */
  private static final BiFunction<ClaimLedger, Claim, ClaimAnswer> BELIEVES_ALL =
      (ledger, claim) -> new ClaimAnswer.Accepted();

  /** Looks at the number of a run only. */
  private static final BiFunction<ClaimLedger, Claim, ClaimAnswer> LOOKS_AT_NUMBERS =
      (ledger, claim) -> {
        Optional<Run> known = ledger.newest(MEMBER);
        return known.isPresent() && known.get().number() > claim.run().number()
            ? new ClaimAnswer.Refused(known.get(), 1)
            : accept(ledger, claim);
      };

  private static ClaimAnswer accept(ClaimLedger ledger, Claim claim) {
    ClaimAnswer answer = ledger.answer(MEMBER, claim);
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
  void aBrokenRuleIsNoticed() {
    assertThat(seedThatNotices(BELIEVES_ALL)).isLessThanOrEqualTo(SEEDS);
    assertThat(seedThatNotices(LOOKS_AT_NUMBERS)).isLessThanOrEqualTo(SEEDS);
  }

  private static long seedThatNotices(BiFunction<ClaimLedger, Claim, ClaimAnswer> broken) {
    long seed = 1;
    while (seed <= SEEDS && new ClaimSimulation(seed, broken).run().isEmpty()) {
      seed++;
    }
    return seed;
  }
}
