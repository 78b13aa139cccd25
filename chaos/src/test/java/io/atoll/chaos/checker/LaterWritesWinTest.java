package io.atoll.chaos.checker;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.causal.Siblings;
import io.atoll.chaos.history.Write;
import io.atoll.ring.ConsistencyLevel;
import io.atoll.ring.ConsistencyLevel.Named;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link LaterWritesWin}. */
class LaterWritesWinTest {
  private final HandMade made = new HandMade();

  /** A replica that holds nothing makes it. */
  private Siblings at(Write write, int member, long timestamp) {
    Siblings state = HandMade.put(write, write.context(), member, Siblings.EMPTY, timestamp);
    made.note(write, member, state, timestamp);
    return state;
  }

  private Siblings acknowledged(String keyspace, ConsistencyLevel level, int member, long time) {
    Write write = made.put(keyspace, level, Siblings.EMPTY);
    Siblings state = at(write, member, time);
    made.acknowledge(write);
    return state;
  }

  private List<String> found() {
    return new LaterWritesWin().check(made.evidence());
  }

  @Test
  void whatIsAcknowledgedLaterIsLater() {
    acknowledged(HandMade.LWW, Named.QUORUM, 0, 500);
    acknowledged(HandMade.LWW, Named.QUORUM, 1, 501);
    assertThat(found()).isEmpty();
    acknowledged(HandMade.LWW, Named.QUORUM, 2, 400);
    assertThat(found())
        .hasSize(2)
        .allSatisfy(each -> assertThat(each).startsWith("write 2").contains("loses to write "));
  }

  @Test
  void nothingIsPromisedWhereSiblingsAreKeptOrLevelsDoNotOverlap() {
    acknowledged(HandMade.SIBLINGS, Named.QUORUM, 0, 500);
    acknowledged(HandMade.SIBLINGS, Named.QUORUM, 1, 400);
    acknowledged(HandMade.LWW, Named.ONE, 0, 500);
    acknowledged(HandMade.LWW, Named.QUORUM, 1, 400);
    assertThat(found()).isEmpty();
  }

  @Test
  void writesOfOneTimeMayWinEitherWay() {
    Write later = made.put(HandMade.LWW, Named.QUORUM, Siblings.EMPTY);
    acknowledged(HandMade.LWW, Named.QUORUM, 0, 500);
    at(later, 1, 400);
    made.acknowledge(later);
    assertThat(found()).isEmpty();
  }

  @Test
  void whatTheWriterHadSeenNeedNotBeEarlier() {
    Siblings seen = acknowledged(HandMade.LWW, Named.QUORUM, 0, 500);
    Write later = made.put(HandMade.LWW, Named.QUORUM, seen);
    at(later, 1, 400);
    made.acknowledge(later);
    assertThat(found()).isEmpty();
  }

  @Test
  void whatCameBeforeADeleteMayBeGone() {
    acknowledged(HandMade.LWW, Named.QUORUM, 0, 500);
    at(made.delete(HandMade.LWW, Named.ONE, Siblings.EMPTY), 2, 600);
    acknowledged(HandMade.LWW, Named.QUORUM, 1, 400);
    assertThat(found()).isEmpty();
  }

  /** It overtook the later one at its coordinator, or its writer had seen the later one. */
  @Test
  void aThirdOfALaterTimeAllowsALossAndOneOfTheSameTimeOnlyWhoHadSeenTheLoser() {
    acknowledged(HandMade.LWW, Named.QUORUM, 0, 500);
    Write later = made.put(HandMade.LWW, Named.QUORUM, Siblings.EMPTY);
    Siblings first = at(later, 1, 400);
    at(made.put(HandMade.LWW, Named.ONE, Siblings.EMPTY), 2, 500);
    made.acknowledge(later);
    assertThat(found()).as("at one time").hasSize(1);
    Write another = made.put(HandMade.LWW, Named.QUORUM, Siblings.EMPTY);
    at(another, 1, 410);
    at(made.put(HandMade.LWW, Named.ONE, first), 2, 501);
    made.acknowledge(another);
    assertThat(found()).singleElement().asString().startsWith("write 1");
  }

  @Test
  void whoHadSeenTheEarlierOneAllowsNothingByThat() {
    Siblings seen = acknowledged(HandMade.LWW, Named.QUORUM, 0, 500);
    at(made.put(HandMade.LWW, Named.ONE, seen), 2, 450);
    acknowledged(HandMade.LWW, Named.QUORUM, 1, 400);
    assertThat(found()).hasSize(1);
  }

  @Test
  void aThirdThatWasAskedForAfterwardsAllowsNothing() {
    acknowledged(HandMade.LWW, Named.QUORUM, 0, 500);
    acknowledged(HandMade.LWW, Named.QUORUM, 1, 400);
    at(made.put(HandMade.LWW, Named.ONE, Siblings.EMPTY), 2, 600);
    assertThat(found()).hasSize(1);
  }
}
