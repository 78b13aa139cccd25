package io.atoll.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Who gives way to whom. */
class CrowdTest {
  private final Crowd<String> crowd = new Crowd<>();

  @Test
  void theOldestStrangerGivesWayBeforeAnybodyWhoWantsSomething() {
    crowd.arrived("a");
    crowd.arrived("b");
    crowd.arrived("c");
    crowd.heard("a");
    assertThat(crowd.first(any -> true)).isEqualTo("b");
    assertThat(crowd.left("b")).isTrue();
    assertThat(crowd.first(any -> true)).isEqualTo("c");
    assertThat(crowd.all()).containsExactly("c", "a");
    assertThat(crowd.strangers()).containsExactly("c");
  }

  @Test
  void thenWhoWasSilentForTheLongestTimeAndMayGo() {
    for (String name : new String[] {"a", "b", "c"}) {
      crowd.arrived(name);
      crowd.heard(name);
    }
    crowd.heard("a");
    assertThat(crowd.first(any -> true)).isEqualTo("b");
    assertThat(crowd.first(client -> !client.equals("b"))).isEqualTo("c");
    assertThat(crowd.first(any -> false)).isNull();
    assertThat(crowd.size()).isEqualTo(3);
  }

  @Test
  void whoIsGoneStaysGone() {
    crowd.arrived("a");
    assertThat(crowd.left("a")).isTrue();
    assertThat(crowd.left("a")).isFalse();
    crowd.heard("a");
    assertThat(crowd.size()).isZero();
    assertThat(crowd.first(any -> true)).isNull();
  }

  @Test
  void aFullHouseOfBusyClientsIsNotSearchedToItsEnd() {
    for (int i = 0; i < 10_000; i++) {
      crowd.arrived("client " + i);
      crowd.heard("client " + i);
    }
    int[] asked = new int[1];
    assertThat(
            crowd.first(
                client -> {
                  asked[0]++;
                  return false;
                }))
        .isNull();
    assertThat(asked[0]).isLessThan(100);
  }
}
