package io.atoll.membership;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SuspicionTest {
  private static final GossipSettings.Timing LAN = GossipSettings.DEFAULT.lan();

  private static Suspicion since1000() {
    Suspicion suspicion = new Suspicion(LAN, 3, 1_000);
    suspicion.accusedBy(1);
    return suspicion;
  }

  @Test
  void timeShrinksFromTheLongestToTheShortestWithIndependentAccusers() {
    Suspicion suspicion = since1000();
    assertThat(suspicion.deadlineMs()).isEqualTo(7_000);
    assertThat(suspicion.accusedBy(1)).isFalse();
    assertThat(suspicion.deadlineMs()).isEqualTo(7_000);
    assertThat(suspicion.accusedBy(2)).isTrue();
    assertThat(suspicion.deadlineMs()).isEqualTo(5_500);
    assertThat(suspicion.accusedBy(3)).isTrue();
    assertThat(suspicion.accusedBy(4)).isTrue();
    assertThat(suspicion.deadlineMs()).isEqualTo(4_000);
    assertThat(suspicion.accusedBy(5)).as("enough").isFalse();
  }

  @Test
  void whereNobodyCanConfirmTheShortestTimeHoldsFromTheStart() {
    Suspicion suspicion = new Suspicion(LAN, 0, 1_000);
    suspicion.accusedBy(1);
    assertThat(suspicion.deadlineMs()).isEqualTo(4_000);
  }

  @Test
  void itIsNotRipeBeforeAllLastChecksHadTheirTime() {
    Suspicion suspicion = since1000();
    suspicion.declaredDownElsewhere(LAN.suspicionMinMs());
    // Time has long been up when the update comes.
    long now = 60_000;
    for (int i = 0; i < 5; i++) {
      assertThat(suspicion.ripe(now)).isFalse();
      assertThat(suspicion.checkDue(now)).isTrue();
      assertThat(suspicion.checkDue(now)).isFalse();
      now += LAN.retryMs();
    }
    assertThat(suspicion.checkDue(now)).isFalse();
    assertThat(suspicion.ripe(now - 1)).isFalse();
    assertThat(suspicion.ripe(now)).isTrue();
  }

  @Test
  void afterASleepItBeginsAnew() {
    Suspicion suspicion = since1000();
    assertThat(suspicion.checkDue(9_000)).isTrue();
    suspicion.restart(9_000);
    assertThat(suspicion.deadlineMs()).isEqualTo(15_000);
    assertThat(suspicion.ripe(14_999)).isFalse();
    assertThat(suspicion.checkDue(9_000)).isFalse();
    assertThat(suspicion.checkDue(14_000)).isTrue();
  }
}
