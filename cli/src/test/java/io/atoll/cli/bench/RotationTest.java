package io.atoll.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RotationTest {
  private static final long SECOND = 1_000_000_000L;
  private final Rotation rotation = new Rotation(3);

  @Test
  void addressesTakeTurns() {
    assertThat(next(0, 6)).containsExactly(0, 1, 2, 0, 1, 2);
  }

  @Test
  void oneThatFailedIsPassedOverForASecond() {
    rotation.failed(1, 0);

    assertThat(next(SECOND - 1, 6)).doesNotContain(1);
    assertThat(next(SECOND, 3)).contains(1);
  }

  @Test
  void whereAllFailedTheyTakeTurns() {
    for (int address = 0; address < 3; address++) {
      rotation.failed(address, 0);
    }

    assertThat(next(1, 3)).containsExactly(0, 1, 2);
  }

  private List<Integer> next(long nowNs, int count) {
    List<Integer> addresses = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      addresses.add(rotation.next(nowNs));
    }
    return addresses;
  }
}
