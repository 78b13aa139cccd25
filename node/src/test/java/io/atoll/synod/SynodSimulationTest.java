package io.atoll.synod;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many instances at once among the same acceptors, and nothing that holds them together. */
class SynodSimulationTest {
  private static final int SEEDS = 300;

  @Test
  void everyInstanceDecidesAChainOfProposedChangesWhateverIsLost() {
    int decisions = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      try {
        decisions += new SynodRun(seed, SynodRun.Fault.NONE).run();
      } catch (AssertionError wrong) {
        throw new AssertionError("seed " + seed, wrong);
      }
    }
    assertThat(decisions).isGreaterThan(SEEDS * SynodRun.INSTANCES);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aBrokenRuleIsNoticed(SynodRun.Fault fault) {
    int red = 0;
    for (int seed = 0; seed < SEEDS && red == 0; seed++) {
      try {
        new SynodRun(seed, fault).run();
      } catch (AssertionError noticed) {
        red++;
      }
    }
    assertThat(red).as("a seed that is red under %s", fault).isPositive();
  }
}
