package io.atoll.repair;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What it costs two nodes with 1024 common arcs to find out which tokens differ, in bytes of
 * questions and answers in both directions and in round trips. What is found by the asker alone is
 * not told to the other here: it goes over with the states.
 */
class ComparisonCostTest {
  private static final int ARCS = 1024;

  /** Leaves tokens in the first arc only. */
  private static final int ONE_ARC = 10;

  @Test
  void inStepCostsOneSmallMessageEachWay() {
    TwoReplicas replicas = new TwoReplicas(ARCS);
    replicas.common(1, 500, 0);
    Compared compared = replicas.compare();
    assertThat(compared.inStep()).isTrue();
    assertThat(compared.roundTrips()).isEqualTo(1);
    assertThat(replicas.asked).isLessThanOrEqualTo(110);
    assertThat(replicas.answered).isLessThanOrEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 110, 1",
    "2, 59, 1",
    "4, 34, 1",
    "5, 76, 1",
    "8, 48, 1",
    "16, 24, 1",
    "17, 60, 3",
    "30, 55, 4",
    "100, 45, 5",
    "1000, 35, 7",
    "5000, 35, 8"
  })
  void differencesInManyArcsCost(int differences, int maxBytesEach, int maxRoundTrips) {
    check(differences, 0, 5_000, maxBytesEach, maxRoundTrips);
  }

  @ParameterizedTest
  @CsvSource({"16, 24, 1", "17, 140, 7", "100, 65, 12", "1000, 50, 12"})
  void differencesInOneArcCost(int differences, int maxBytesEach, int maxRoundTrips) {
    check(differences, ONE_ARC, 10 * differences, maxBytesEach, maxRoundTrips);
  }

  /** On average of some runs, which the estimate makes vary where more than 16 differ. */
  private static void check(
      int differences, int zeros, int common, int maxBytesEach, int maxRoundTrips) {
    int times = differences > 16 && differences <= 100 ? 6 : 1;
    double each = 0;
    int most = 0;
    for (int i = 0; i < times; i++) {
      TwoReplicas replicas = new TwoReplicas(ARCS);
      for (int skipped = 0; skipped < i; skipped++) {
        replicas.random.nextLong();
      }
      replicas.common(1, common, zeros);
      replicas.differ(1, differences, zeros);
      Compared compared = replicas.compare();
      assertThat(compared.streamed()).isEmpty();
      assertThat(compared.tokens()).hasSize(1);
      assertThat(compared.tokens().getFirst().tokens())
          .containsExactly(replicas.differing.get(1).stream().mapToLong(Long::longValue).toArray());
      each += (double) (replicas.asked + replicas.answered) / differences / times;
      most = Math.max(most, compared.roundTrips());
    }
    assertThat(each).isLessThanOrEqualTo(maxBytesEach);
    assertThat(most).isLessThanOrEqualTo(maxRoundTrips);
  }
}
