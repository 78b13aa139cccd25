package io.atoll.chaos.checker;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.causal.Siblings;
import io.atoll.chaos.history.Write;
import io.atoll.ring.ConsistencyLevel.Named;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** {@link AcknowledgedWritesLive} and {@link NothingReturns}. */
class LastingWritesTest {
  private final HandMade made = new HandMade();

  private List<String> lost(Siblings... copies) {
    return new AcknowledgedWritesLive().check(made.evidence(HandMade.SIBLINGS, copies));
  }

  private List<String> returned(Siblings... copies) {
    return new NothingReturns().check(made.evidence(HandMade.SIBLINGS, copies));
  }

  @Test
  void whatWasAcknowledgedIsAtEveryReplica() {
    Siblings one = made.written(HandMade.SIBLINGS, Siblings.EMPTY);
    assertThat(lost(one, one, one)).isEmpty();
    assertThat(lost(one, Siblings.EMPTY, one)).hasSize(1);
    assertThat(lost(Siblings.EMPTY, Siblings.EMPTY, Siblings.EMPTY)).hasSize(1);
  }

  @Test
  void orSomethingThatHadSeenIt() {
    Siblings one = made.written(HandMade.SIBLINGS, Siblings.EMPTY);
    Siblings next = made.made(made.put(HandMade.SIBLINGS, Named.ONE, one), 2, one);
    assertThat(lost(next, next, next)).isEmpty();
    Siblings blind =
        made.made(made.put(HandMade.SIBLINGS, Named.ONE, Siblings.EMPTY), 2, Siblings.EMPTY);
    assertThat(lost(blind, blind, blind)).hasSize(1);
  }

  @Test
  void aWriteThatWasAcknowledgedAndNeverMadeIsLost() {
    made.acknowledge(made.put(HandMade.SIBLINGS, Named.ONE, Siblings.EMPTY));
    assertThat(lost(Siblings.EMPTY)).hasSize(1);
  }

  @Test
  void aWriteThatOnlyAHarmedDiskHadMayBeGone() {
    Siblings one = made.written(HandMade.SIBLINGS, Siblings.EMPTY);
    Write write = made.history.writes().getFirst();
    made.history.harmed("a-0", made.tick());
    assertThat(lost(Siblings.EMPTY)).as("a quorum had it").hasSize(1);
    write.durableOn(Set.of("a-0"));
    assertThat(lost(Siblings.EMPTY)).isEmpty();
    write.durableOn(Set.of("a-0", "a-1"));
    assertThat(lost(Siblings.EMPTY)).hasSize(1);
    assertThat(lost(one)).isEmpty();
  }

  @Test
  void harmBeforeAWriteExcusesNothing() {
    made.history.harmed("a-0", made.tick());
    made.written(HandMade.SIBLINGS, Siblings.EMPTY);
    made.history.writes().getFirst().durableOn(Set.of("a-0"));
    assertThat(lost(Siblings.EMPTY)).hasSize(1);
  }

  @Test
  void aWriteOfOneMayBeGoneWithItsDiskWhenNobodyLooked() {
    Write write = made.put(HandMade.SIBLINGS, Named.ONE, Siblings.EMPTY);
    made.made(write, 0, Siblings.EMPTY);
    made.acknowledge(write);
    assertThat(lost(Siblings.EMPTY)).hasSize(1);
    made.history.harmed("a-0", made.tick());
    assertThat(lost(Siblings.EMPTY)).isEmpty();
  }

  @Test
  void afterAnAcknowledgedDeleteThereMayBeNothingButNotWhatItSuperseded() {
    Siblings one = made.written(HandMade.SIBLINGS, Siblings.EMPTY);
    Write delete = made.delete(HandMade.SIBLINGS, Named.QUORUM, one);
    Siblings deleted = made.made(delete, 1, one);
    assertThat(lost(Siblings.EMPTY)).as("not acknowledged yet").hasSize(1);
    made.acknowledge(delete);
    assertThat(lost(deleted, deleted)).isEmpty();
    assertThat(lost(Siblings.EMPTY, Siblings.EMPTY)).isEmpty();
    assertThat(returned(Siblings.EMPTY, deleted)).isEmpty();
    assertThat(returned(deleted, one))
        .singleElement()
        .asString()
        .contains("write 0", "returned at a-1");
  }

  @Test
  void whatADeleteHadNotSeenStays() {
    Siblings one = made.written(HandMade.SIBLINGS, Siblings.EMPTY);
    Write delete = made.delete(HandMade.SIBLINGS, Named.QUORUM, Siblings.EMPTY);
    Siblings both = made.made(delete, 1, one);
    made.acknowledge(delete);
    assertThat(returned(both)).isEmpty();
    assertThat(lost(both)).isEmpty();
    assertThat(lost(Siblings.EMPTY)).hasSize(1);
  }

  @Test
  void whatAnAcknowledgedWriteSupersededDoesNotReturn() {
    Siblings one = made.written(HandMade.SIBLINGS, Siblings.EMPTY);
    Write after = made.put(HandMade.SIBLINGS, Named.QUORUM, one);
    Siblings next = made.made(after, 1, one);
    assertThat(returned(one)).isEmpty();
    made.acknowledge(after);
    assertThat(returned(next)).isEmpty();
    assertThat(returned(one)).hasSize(1);
  }
}
