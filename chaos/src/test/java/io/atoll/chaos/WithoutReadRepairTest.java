package io.atoll.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.chaos.world.Repair;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where there is no repair at all, replicas stay as they are. */
class WithoutReadRepairTest {
  private static final int SEEDS = 10;

  private static final Experiment WITHOUT =
      Experiments.STORE.in(world -> world.with(world.repairs().without(List.of(Repair.values()))));

  private static List<String> disagreements(long seed) {
    return new Run(WITHOUT, seed)
        .verdict().broken().stream().filter(each -> each.startsWith("ReplicasAgree: ")).toList();
  }

  @Test
  void aSeedIsRedAndSaysThatNothingRepairsTheReplicas() {
    List<String> found = disagreements(1);
    for (long seed = 2; seed <= SEEDS && found.isEmpty(); seed++) {
      found = disagreements(seed);
    }
    assertThat(found)
        .isNotEmpty()
        .allSatisfy(
            each ->
                assertThat(each)
                    .contains(
                        "without reads: nothing repairs them: read repair and hints and"
                            + " anti-entropy off"));
  }
}
