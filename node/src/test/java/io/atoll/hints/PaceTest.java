package io.atoll.hints;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {
  private final Pace pace = new Pace();

  private int windowAfter(int parcels, long waitedMicros) {
    for (int i = 0; i < parcels; i++) {
      pace.taken(waitedMicros);
    }
    return pace.windowBytes();
  }

  @Test
  void itGrowsByStepsWhileTheTargetIsQuickAndNeverBeyondItsBound() {
    int first = pace.windowBytes();
    assertThat(windowAfter(1, 500)).isGreaterThan(first);
    assertThat(windowAfter(1_000, 500)).isEqualTo(Pace.MAX_BYTES);
  }

  @Test
  void itIsHalvedWhenWhatIsSentWaitsForLong() {
    int before = windowAfter(10, 500);
    assertThat(windowAfter(1, 80_000)).isEqualTo(before / 2);
    assertThat(windowAfter(100, 80_000)).isEqualTo(Pace.MIN_BYTES);
  }

  @Test
  void itStaysBetweenQuickAndSlow() {
    int before = windowAfter(5, 500);
    assertThat(windowAfter(100, 30_000)).isEqualTo(before);
  }

  @Test
  void whereTheLeastIsTooMuchItRestsForAsLongAsThatTook() {
    windowAfter(20, 80_000);
    assertThat(pace.taken(90_000)).isEqualTo(90);
    assertThat(pace.taken(500)).isZero();
  }
}
