package io.atoll.chaos.checker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is broken and how is for {@code PlacementRulesTest}; here it is asked of all epochs. */
class PlacementKeepsTheRulesTest {
  @Test
  void theTopologiesOfTheStoreAreGood() {
    assertThat(new PlacementKeepsTheRules().check(new HandMade().evidence())).isEmpty();
  }
}
