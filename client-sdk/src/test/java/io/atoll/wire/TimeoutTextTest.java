package io.atoll.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeoutTextTest {
  @ParameterizedTest
  @CsvSource({"500,500", "500ms,500", "2s,2000", "0,0", "999999999s,999999999000"})
  void aNumberIsMillisecondsUnlessItsUnitSaysElse(String text, long ms) {
    assertThat(TimeoutText.milliseconds(text)).isEqualTo(ms);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "s", "ms", "-1", "+1", "1.5s", "1m", "2 s", "2S", "1000000000", "１", "2sms"})
  void anythingElseIsNoTimeout(String text) {
    assertThat(TimeoutText.milliseconds(text)).isEqualTo(-1);
  }
}
