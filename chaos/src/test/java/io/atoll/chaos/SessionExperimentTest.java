package io.atoll.chaos;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Sessions of the client library under faults. {@code -Dseed=N} runs one seed and prints its
 * transcript.
 */
class SessionExperimentTest {
  private static final int SEEDS = 10;
  private static final int SEEDS_OF_A_LONG_RUN = 1_000;
  private static final GoodSeeds SESSIONS = new GoodSeeds(Experiments.SESSIONS);

  @Test
  void noReadGoesBackBehindWhatItsSessionSaw() throws InterruptedException {
    SESSIONS.expect(1, SEEDS);
  }

  @Test
  @Tag("slow")
  void noReadGoesBackBehindWhatItsSessionSawForAThousandSeeds() throws InterruptedException {
    SESSIONS.expect(1, SEEDS_OF_A_LONG_RUN);
  }

  @Test
  void aRunIsAFunctionOfItsSeed() {
    SESSIONS.expectSameTwice(9);
  }

  @Test
  void otherShapesOfClusterKeepSessionsToo() {
    SESSIONS.expectInShapes(1, new int[][] {{1, 3}, {2, 2}, {1, 1}, {3, 1}});
  }
}
