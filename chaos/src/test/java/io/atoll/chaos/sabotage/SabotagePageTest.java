package io.atoll.chaos.sabotage;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.chaos.copy.Checkout;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What docs/sabotages.md says is of the sabotages that there are, and is read as it was written.
 */
class SabotagePageTest {
  private static final Sabotage ONE = Sabotages.ALL.getFirst();
  private static final Sabotage OTHER = Sabotages.ALL.getLast();

  @Test
  void itIsWrittenAsItIsRead() {
    String text = Checkout.read(SabotagePage.FILE);
    assertThat(SabotagePage.read(text).markdown(Sabotages.ALL)).isEqualTo(text);
  }

  @Test
  void whatNoticedASabotageIsAHintForTheNextTime() {
    SabotagePage page = new SabotagePage();
    Attempt attempt = new Attempt("sessions", 17);
    Finding finding = new Finding(attempt, "NoDefects, the exam", "a <b> | *c* of d\\x01");
    page.tell(new Outcome(ONE.name(), finding, 5));
    page.tell(new Outcome(OTHER.name(), null, 40));
    SabotagePage read = SabotagePage.read(page.markdown(List.of(ONE, OTHER)));
    assertThat(read.of(ONE).found()).isEqualTo(finding);
    assertThat(read.hints(ONE)).containsExactly(attempt);
    assertThat(read.of(OTHER).tried()).isEqualTo(40);
    assertThat(read.hints(OTHER)).isEmpty();
    assertThat(read.survivors(List.of(ONE, OTHER))).containsExactly(OTHER);
  }

  @Test
  void experimentsTakeTurnsOverEverMoreSeeds() {
    assertThat(Attempt.all(Sabotages.named("every-write-fails"), 25))
        .hasSize(50)
        .doesNotHaveDuplicates()
        .startsWith(new Attempt("store", 1), new Attempt("store", 2))
        .endsWith(new Attempt("sessions", 25))
        .containsSubsequence(
            new Attempt("store", 10), new Attempt("sessions", 1), new Attempt("store", 11));
    assertThat(Attempt.all(Sabotages.named("a-client-lets-a-timeout-pass"), 3))
        .extracting(Attempt::experiment)
        .containsOnly("sessions");
  }
}
