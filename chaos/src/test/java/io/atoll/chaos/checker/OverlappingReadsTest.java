package io.atoll.chaos.checker;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.causal.Siblings;
import io.atoll.chaos.history.Write;
import io.atoll.ring.ConsistencyLevel;
import io.atoll.ring.ConsistencyLevel.Named;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link QuorumReadsSeeQuorumWrites}. */
class OverlappingReadsTest {
  private final HandMade made = new HandMade();

  private List<String> found(ConsistencyLevel level, Siblings shown) {
    made.read(HandMade.SIBLINGS, level, shown);
    return new QuorumReadsSeeQuorumWrites().check(made.evidence());
  }

  @Test
  void aReadThatShowsWhatWasAcknowledgedIsGood() {
    Siblings one = made.written(HandMade.SIBLINGS, Siblings.EMPTY);
    assertThat(found(Named.QUORUM, one)).isEmpty();
    Siblings past = made.made(made.put(HandMade.SIBLINGS, Named.ONE, one), 1, one);
    assertThat(found(Named.QUORUM, past)).isEmpty();
  }

  @Test
  void aReadThatMissesItIsNot() {
    made.written(HandMade.SIBLINGS, Siblings.EMPTY);
    assertThat(found(Named.QUORUM, Siblings.EMPTY))
        .singleElement()
        .asString()
        .contains("did not see write 0");
  }

  @Test
  void levelsThatDoNotOverlapPromiseNothing() {
    made.written(HandMade.SIBLINGS, Siblings.EMPTY);
    assertThat(found(Named.ONE, Siblings.EMPTY)).isEmpty();
  }

  @Test
  void whatIsNotAcknowledgedIsPromisedToNobody() {
    made.made(made.put(HandMade.SIBLINGS, Named.QUORUM, Siblings.EMPTY), 0, Siblings.EMPTY);
    assertThat(found(Named.QUORUM, Siblings.EMPTY)).isEmpty();
  }

  @Test
  void aReplicaThatHasLostItsDiskIsNoneThatTheyOverlapIn() {
    made.written(HandMade.SIBLINGS, Siblings.EMPTY);
    made.history.harmed("a-1", made.tick());
    assertThat(found(Named.QUORUM, Siblings.EMPTY)).isEmpty();
    assertThat(found(Named.ALL, Siblings.EMPTY)).hasSize(1);
  }

  @Test
  void afterADeleteThereMayBeNothingButNotTheValue() {
    Siblings one = made.written(HandMade.SIBLINGS, Siblings.EMPTY);
    Write delete = made.delete(HandMade.SIBLINGS, Named.QUORUM, one);
    Siblings deleted = made.made(delete, 0, one);
    made.acknowledge(delete);
    assertThat(found(Named.QUORUM, deleted)).isEmpty();
    assertThat(found(Named.QUORUM, Siblings.EMPTY)).isEmpty();
    assertThat(found(Named.QUORUM, one)).anyMatch(each -> each.contains("showed write 0"));
  }

  @Test
  void aWriteThatWasRaisedMayReturnToWhoHadSeenOnlyWhatItWasBefore() {
    Write write = made.put(HandMade.LWW, Named.QUORUM, Siblings.EMPTY);
    Siblings first = made.made(write, 0, Siblings.EMPTY);
    Write delete = made.delete(HandMade.LWW, Named.QUORUM, first);
    made.made(delete, 1, first);
    made.acknowledge(delete);
    Siblings raised = made.raised(write, 0, first);
    made.acknowledge(write);
    assertThat(write.everLostTo(delete)).isTrue();
    assertThat(delete.everLostTo(write)).isTrue();
    made.read(HandMade.LWW, Named.QUORUM, raised);
    assertThat(new QuorumReadsSeeQuorumWrites().check(made.evidence())).isEmpty();
    Write later = made.delete(HandMade.LWW, Named.QUORUM, raised);
    made.made(later, 1, raised);
    made.acknowledge(later);
    made.read(HandMade.LWW, Named.QUORUM, raised);
    assertThat(new QuorumReadsSeeQuorumWrites().check(made.evidence()))
        .anyMatch(each -> each.contains("showed write " + write.id()));
  }
}
