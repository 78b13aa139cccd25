package io.atoll.chaos.checker;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.causal.Siblings;
import io.atoll.chaos.history.Write;
import io.atoll.ring.ConsistencyLevel;
import io.atoll.ring.ConsistencyLevel.Named;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link ReadsNeverGoBack}. */
class ReadsNeverGoBackTest {
  private final HandMade made = new HandMade();

  /** A write that was never acknowledged. */
  private Siblings made(String keyspace, Siblings before) {
    return made.made(made.put(keyspace, Named.QUORUM, before), 0, before);
  }

  private void read(ConsistencyLevel level, Siblings shown) {
    made.read(HandMade.BLOCKING, level, shown);
  }

  private List<String> found() {
    return new ReadsNeverGoBack().check(made.evidence());
  }

  @Test
  void whatWasShownIsShownAgain() {
    Siblings one = made(HandMade.BLOCKING, Siblings.EMPTY);
    read(Named.QUORUM, Siblings.EMPTY);
    read(Named.QUORUM, one);
    read(Named.QUORUM, one);
    read(Named.QUORUM, made(HandMade.BLOCKING, one));
    assertThat(found()).isEmpty();
  }

  @Test
  void whoShowsLessLaterWentBack() {
    Siblings one = made(HandMade.BLOCKING, Siblings.EMPTY);
    Siblings two = made(HandMade.BLOCKING, one);
    read(Named.QUORUM, two);
    read(Named.QUORUM, one);
    assertThat(found()).singleElement().asString().contains("went back behind", "of write 1");
  }

  @Test
  void aDeleteThatWasShownStaysShown() {
    Siblings one = made(HandMade.BLOCKING, Siblings.EMPTY);
    Write delete = made.delete(HandMade.BLOCKING, Named.QUORUM, one);
    read(Named.QUORUM, made.made(delete, 0, one));
    read(Named.QUORUM, one);
    assertThat(found()).hasSize(1);
  }

  @Test
  void levelsThatDoNotOverlapPromiseNothing() {
    Siblings one = made(HandMade.BLOCKING, Siblings.EMPTY);
    read(Named.QUORUM, one);
    read(Named.ONE, Siblings.EMPTY);
    assertThat(found()).isEmpty();
    read(Named.ONE, one);
    read(Named.ALL, Siblings.EMPTY);
    assertThat(found()).as("of either that was shown before").hasSize(2);
  }

  @Test
  void otherKeyspacesPromiseNothing() {
    Siblings one = made(HandMade.SIBLINGS, Siblings.EMPTY);
    made.read(HandMade.SIBLINGS, Named.QUORUM, one);
    made.read(HandMade.SIBLINGS, Named.QUORUM, Siblings.EMPTY);
    assertThat(found()).isEmpty();
  }

  @Test
  void aReplicaThatHasLostItsDiskIsNoneThatTheyOverlapIn() {
    Siblings one = made(HandMade.BLOCKING, Siblings.EMPTY);
    read(Named.QUORUM, one);
    made.history.harmed("a-1", made.tick());
    read(Named.QUORUM, Siblings.EMPTY);
    assertThat(found()).isEmpty();
    read(Named.ALL, Siblings.EMPTY);
    assertThat(found()).hasSize(1);
  }
}
