package io.atoll.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.chaos.world.Repair;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What nobody reads stays as it is, as long as reads are the only repair there is. */
class WithoutReadRepairTest {
  private static final int SEEDS = 10;

  private static final Experiment WITHOUT =
      Experiments.STORE.in(
          world -> world.with(world.repairs().without(List.of(Repair.READ_REPAIR))));

  @Test
  void aSeedIsRedAndSaysThatNothingRepairsTheReplicas() {
    Verdict verdict = new Run(WITHOUT, 1).verdict();
    for (long seed = 2; seed <= SEEDS && verdict.isGood(); seed++) {
      verdict = new Run(WITHOUT, seed).verdict();
    }
    assertThat(verdict.broken()).isNotEmpty();
    assertThat(verdict.broken().getFirst())
        .startsWith("ReplicasAgree: replicas of ")
        .contains(
            "without reads: nothing repairs them: read repair off; hints and anti-entropy not"
                + " there");
  }
}
