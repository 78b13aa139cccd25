package io.atoll.router.policy;

import static io.atoll.router.policy.Repetition.ANOTHER_NODE;
import static io.atoll.router.policy.Repetition.NONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.router.policy.AttemptEnd.Answered;
import io.atoll.router.policy.AttemptEnd.BrokenOff;
import io.atoll.router.policy.AttemptEnd.NeverSent;
import io.atoll.router.policy.AttemptEnd.Silent;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepetitionTest {
  @Test
  void aWriteThatWasSentAndNotAnsweredIsNeverSentAgain() {
    for (AttemptEnd end : new AttemptEnd[] {new BrokenOff("x"), new Silent("x")}) {
      assertThat(Repetition.after(end, false)).isEqualTo(NONE);
      assertThat(Repetition.after(end, true)).isEqualTo(ANOTHER_NODE);
    }
  }

  @Test
  void whatWasNeverSentMayBeSentElsewhere() {
    assertThat(Repetition.after(new NeverSent("refused"), false)).isEqualTo(ANOTHER_NODE);
    assertThat(Repetition.after(new NeverSent("refused"), true)).isEqualTo(ANOTHER_NODE);
  }

  @ParameterizedTest
  @CsvSource({
    "503, unavailable, ANOTHER_DC, ANOTHER_DC",
    "503, overloaded, ANOTHER_NODE, ANOTHER_NODE",
    "503, not-ready, ANOTHER_NODE, ANOTHER_NODE",
    "503, not-enough-answers, NONE, ANOTHER_NODE",
    "503, context-not-reached, NONE, ANOTHER_NODE",
    "503, '', NONE, ANOTHER_NODE",
    "500, internal, NONE, ANOTHER_NODE",
    "502, '', NONE, ANOTHER_NODE",
    "507, storage-refused, ANOTHER_NODE, ANOTHER_NODE",
    "429, rate-limited, NONE, NONE",
    "501, not-implemented, NONE, NONE",
    "429, '', NONE, NONE",
    "400, unavailable, NONE, NONE",
    "404, key-not-found, NONE, NONE",
    "200, '', NONE, NONE",
  })
  void anAnswerIsTriedAgainByItsKind(
      int status, String problem, Repetition ofWrite, Repetition ofRead) {
    assertThat(Repetition.after(new Answered(status, problem), false)).isEqualTo(ofWrite);
    assertThat(Repetition.after(new Answered(status, problem), true)).isEqualTo(ofRead);
  }

  /** Only four answers let a write be sent again, whatever a node may come to say. */
  @Property
  void onlyAnAnswerThatNothingWasAttemptedLetsAWriteBeSentAgain(
      @ForAll @IntRange(min = 100, max = 599) int status,
      @ForAll @StringLength(max = 20) String problem) {
    boolean untouched =
        (status == 503 && Set.of("unavailable", "overloaded", "not-ready").contains(problem))
            || (status == 507 && problem.equals("storage-refused"));
    assertThat(Repetition.after(new Answered(status, problem), false) == NONE)
        .isEqualTo(!untouched);
  }
}
