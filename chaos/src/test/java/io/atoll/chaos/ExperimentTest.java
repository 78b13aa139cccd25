package io.atoll.chaos;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whole clusters under faults. {@code -Dseed=N} runs one seed and prints its transcript. */
class ExperimentTest {
  private static final int SEEDS = 100;
  private static final int SEEDS_OF_A_LONG_RUN = 1_000;
  private static final GoodSeeds STORE = new GoodSeeds(Experiments.STORE);

  @Test
  void everyPromiseIsKeptUnderFaults() throws InterruptedException {
    STORE.expect(1, SEEDS);
  }

  @Test
  @Tag("slow")
  void everyPromiseIsKeptUnderFaultsForAThousandSeeds() throws InterruptedException {
    STORE.expect(SEEDS + 1, SEEDS + SEEDS_OF_A_LONG_RUN);
  }

  @Test
  void aRunIsAFunctionOfItsSeed() {
    STORE.expectSameTwice(7);
  }

  @Test
  void otherShapesOfClusterKeepTheirPromisesToo() {
    STORE.expectInShapes(5, new int[][] {{1, 3}, {2, 3}, {1, 5}, {3, 1}});
  }
}
