package io.atoll.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogGateTest {
  @Test
  void oneLineOfAKindPassesPerInterval() {
    LogGate gate = new LogGate(1);
    assertThat(gate.pass(-5_000_000)).isZero();
    assertThat(gate.pass(-4_500_000)).isEqualTo(-1);
    assertThat(gate.pass(-4_000_001)).isEqualTo(-1);
    assertThat(gate.pass(-4_000_000)).isEqualTo(2);
    assertThat(gate.pass(-3_999_999)).isEqualTo(-1);
    gate.reset();
    assertThat(gate.pass(-3_999_998)).isEqualTo(1);
  }
}
