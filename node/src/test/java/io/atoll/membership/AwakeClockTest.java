package io.atoll.membership;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AwakeClockTest {
  private final AwakeClock clock = new AwakeClock(GossipSettings.DEFAULT);

  @Test
  void timeIsWhatWasLivedThrough() {
    assertThat(clock.advance(5_000_000)).isFalse();
    assertThat(clock.now()).isZero();
    assertThat(clock.advance(5_000_100)).isFalse();
    assertThat(clock.now()).isEqualTo(100);
    assertThat(clock.advance(5_000_999)).as("late, but no sleep").isFalse();
    assertThat(clock.now()).isEqualTo(400);
    assertThat(clock.advance(9_000_000)).as("a sleep").isTrue();
    assertThat(clock.now()).isEqualTo(700);
  }

  @Test
  void aClockThatGoesBackStandsStill() {
    clock.advance(1_000);
    assertThat(clock.advance(500)).isFalse();
    assertThat(clock.now()).isZero();
    clock.advance(600);
    assertThat(clock.now()).isEqualTo(100);
  }
}
