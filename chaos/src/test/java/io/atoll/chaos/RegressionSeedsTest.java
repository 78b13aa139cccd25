package io.atoll.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Seeds that broke a promise once. What a seed does changes with the code, so each has a direct
 * test of its cause as well; these stay because they once led somewhere.
 */
class RegressionSeedsTest {
  @ParameterizedTest
  @ValueSource(longs = {26, 76, 77, 154, 866})
  void runsThatOnceBrokeAPromiseAreGood(long seed) {
    Verdict verdict = new Run(Experiments.STORE, seed).verdict();
    assertThat(verdict.isGood()).as("%s, of %s", verdict, verdict.broken()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {3, 4, 5, 67, 60571})
  void sessionsThatOnceWentBackDoNot(long seed) {
    Verdict verdict = new Run(Experiments.SESSIONS, seed).verdict();
    assertThat(verdict.isGood()).as("%s, of %s", verdict, verdict.broken()).isTrue();
  }
}
