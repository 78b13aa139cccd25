package io.atoll.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.chaos.world.Shape;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whole clusters under faults. {@code -Dseed=N} runs one seed and prints its transcript. */
class ExperimentTest {
  private static final int SEEDS = 100;
  private static final int SEEDS_OF_A_LONG_RUN = 1_000;

  private static Verdict run(long seed) {
    return new Run(Experiments.STORE, seed).verdict();
  }

  private static void expectGood(long from, long to) throws InterruptedException {
    String chosen = System.getProperty("seed", "");
    if (chosen.matches("-?[0-9]+")) {
      Verdict verdict = run(Long.parseLong(chosen));
      assertThat(verdict.broken()).as(String.join("\n", verdict.transcript())).isEmpty();
      return;
    }
    List<Verdict> broken = new ArrayList<>();
    SeedRuns.onAllCores(seed -> run(seed))
        .run(
            from,
            to,
            verdict -> {
              if (!verdict.isGood()) {
                broken.add(verdict);
              }
            },
            () -> false);
    assertThat(broken).isEmpty();
  }

  @Test
  void everyPromiseIsKeptUnderFaults() throws InterruptedException {
    expectGood(1, SEEDS);
  }

  @Test
  @Tag("slow")
  void everyPromiseIsKeptUnderFaultsForAThousandSeeds() throws InterruptedException {
    expectGood(SEEDS + 1, SEEDS + SEEDS_OF_A_LONG_RUN);
  }

  @Test
  void aRunIsAFunctionOfItsSeed() {
    Verdict once = run(7);
    Verdict again = run(7);
    assertThat(again.transcript()).isEqualTo(once.transcript());
    assertThat(again.summary()).isEqualTo(once.summary());
  }

  @Test
  void otherShapesOfClusterKeepTheirPromisesToo() {
    List<Verdict> broken = new ArrayList<>();
    int[][] shapes = {{1, 3}, {2, 3}, {1, 5}, {3, 1}};
    for (int[] shape : shapes) {
      Shape there = Shape.of(shape[0], shape[1]);
      for (long seed = 1; seed <= 5; seed++) {
        Verdict verdict = new Run(Experiments.STORE.in(world -> world.with(there)), seed).verdict();
        if (!verdict.isGood()) {
          broken.add(verdict);
        }
      }
    }
    assertThat(broken).isEmpty();
  }
}
