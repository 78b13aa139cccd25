package io.atoll.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

class FailureTableTest {
  @Test
  void aWriteMayHaveTakenEffectOnlyAfterSilenceAndAfterADefect() {
    assertThat(Arrays.stream(FailureCode.values()).filter(code -> !code.withoutEffect()))
        .containsExactlyInAnyOrder(FailureCode.NOT_ENOUGH_ANSWERS, FailureCode.DEFECT);
    assertThat(Arrays.stream(ProblemType.values()).filter(type -> !type.withoutEffect()))
        .containsExactlyInAnyOrder(ProblemType.NOT_ENOUGH_ANSWERS, ProblemType.INTERNAL);
  }

  @Test
  void onlyWhatWasTurnedAwayIsSafeToSendAgain() {
    EnumSet<ProblemType> turnedAway =
        EnumSet.of(
            ProblemType.UNAVAILABLE,
            ProblemType.OVERLOADED,
            ProblemType.NOT_READY,
            ProblemType.STORAGE_REFUSED,
            ProblemType.RATE_LIMITED);
    for (ProblemType type : ProblemType.values()) {
      assertThat(type.notAttempted()).as(type.kind()).isEqualTo(turnedAway.contains(type));
    }
  }

  @Test
  void everyProblemIsFoundByItsUrn() {
    for (ProblemType type : ProblemType.values()) {
      assertThat(ProblemType.ofKind(ProblemType.kindOf(type.urn()))).isEqualTo(type);
      assertThat(type.status()).isBetween(400, 599);
    }
    assertThat(ProblemType.kindOf("about:blank")).isEmpty();
    assertThat(ProblemType.kindOf(null)).isEmpty();
    assertThat(ProblemType.ofKind("of a later release")).isNull();
  }

  @Test
  void everyLevelIsReadAsItIsWritten() {
    for (int code = 1; code <= LevelCode.MAX; code++) {
      if (LevelCode.isValid(code)) {
        assertThat(LevelCode.parse(LevelCode.text(code))).isEqualTo(code);
      }
    }
    for (String text : new String[] {"", "0", "01", "10000", "-1", "Quorum", "two", "1 "}) {
      assertThat(LevelCode.parse(text)).as(text).isEqualTo(LevelCode.NONE);
    }
  }
}
