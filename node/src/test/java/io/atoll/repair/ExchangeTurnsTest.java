package io.atoll.repair;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** One exchange at a time, and the lowest number first. */
class ExchangeTurnsTest {
  private final ExchangeTurns turns = new ExchangeTurns(5);

  @Test
  void whoeverComesFirstGoesOnUntilALowerOneComes() {
    assertThat(turns.admits(7, 0)).isTrue();
    assertThat(turns.admits(8, 100)).isFalse();
    assertThat(turns.admits(7, 200)).isTrue();
    assertThat(turns.admits(3, 300)).isTrue();
    assertThat(turns.admits(7, 400)).isFalse();
  }

  @Test
  void whoDoesNotAskAnyMoreHasEnded() {
    assertThat(turns.admits(3, 0)).isTrue();
    assertThat(turns.admits(7, 1_999)).isFalse();
    assertThat(turns.admits(7, 2_000)).isTrue();
  }

  @Test
  void theNodeItselfHasItsPlaceAmongThem() {
    assertThat(turns.begins(0)).isTrue();
    assertThat(turns.admits(7, 0)).isFalse();
    assertThat(turns.admits(3, 0)).isTrue();
    turns.end();
    assertThat(turns.begins(100)).isFalse();
    assertThat(turns.begins(2_100)).isTrue();
  }

  @Test
  void theNodeGoesBeforeWhoHasAHigherNumber() {
    assertThat(turns.admits(7, 0)).isTrue();
    assertThat(turns.begins(100)).isTrue();
    assertThat(turns.admits(7, 200)).isFalse();
    turns.end();
    assertThat(turns.admits(7, 300)).isTrue();
  }

  @Test
  void ofACircleOneGoesOn() {
    ExchangeTurns[] nodes = {new ExchangeTurns(0), new ExchangeTurns(1), new ExchangeTurns(2)};
    for (ExchangeTurns each : nodes) {
      assertThat(each.begins(0)).isTrue();
    }
    assertThat(nodes[1].admits(0, 10)).isTrue();
    assertThat(nodes[2].admits(1, 10)).isTrue();
    assertThat(nodes[0].admits(2, 10)).isFalse();
  }
}
