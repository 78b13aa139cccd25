package io.atoll.chaos.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PhaseFiguresTest {
  private static final long SECOND_NS = 1_000_000_000L;

  @Test
  void theLongestGapIncludesBothEndsOfThePhase() {
    assertThat(figures(event(1, Fate.ACKNOWLEDGED), event(4, Fate.ACKNOWLEDGED)).gapNs())
        .isEqualTo(6 * SECOND_NS);
    assertThat(figures(event(6, Fate.ACKNOWLEDGED), event(9, Fate.ACKNOWLEDGED)).gapNs())
        .isEqualTo(6 * SECOND_NS);
    assertThat(figures(event(3, Fate.UNAVAILABLE)).gapNs()).isEqualTo(10 * SECOND_NS);
  }

  @Test
  void refusalsAreNotCountedAmongTheErrorsThatTookTime() {
    PhaseFigures figures =
        figures(
            event(1, Fate.NOT_ENOUGH_ANSWERS),
            event(2, Fate.TIMED_OUT),
            event(3, Fate.UNAVAILABLE),
            event(4, Fate.ACKNOWLEDGED));

    assertThat(figures.lastSlowNs()).isEqualTo(2 * SECOND_NS);
    assertThat(figures.lastFailureNs()).isEqualTo(3 * SECOND_NS);
    assertThat(figures.firstAckNs()).isEqualTo(4 * SECOND_NS);
    assertThat(figures.fates())
        .isEqualTo(
            Map.of(
                Fate.ACKNOWLEDGED, 1,
                Fate.UNAVAILABLE, 1,
                Fate.NOT_ENOUGH_ANSWERS, 1,
                Fate.TIMED_OUT, 1));
    assertThat(PhaseFigures.table(List.of(figures)))
        .contains("TOO FEW ANSWERS")
        .doesNotContain("BROKEN OFF");
  }

  private static Timeline.Event event(int second, Fate fate) {
    long endNs = 100 * SECOND_NS + second * SECOND_NS;
    return new Timeline.Event(WriteLevel.QUORUM, endNs - 1, endNs, fate, 0, "why");
  }

  private static PhaseFigures figures(Timeline.Event... events) {
    return PhaseFigures.of(
        "phase", WriteLevel.QUORUM, 100 * SECOND_NS, 110 * SECOND_NS, List.of(events));
  }
}
