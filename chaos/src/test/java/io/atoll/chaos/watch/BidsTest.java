package io.atoll.chaos.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.synod.Ballot;
import org.junit.jupiter.api.Test;

class BidsTest {
  private static final long EPOCH = 7;
  private static final Ballot FIRST = new Ballot(1, "a");
  private static final Ballot SECOND = new Ballot(2, "b");
  private static final Ballot THIRD = new Ballot(3, "p");
  private static final byte[] ONE = {1};
  private static final byte[] TWO = {2};
  private static final byte[] OWN = {3};

  private final Bids bids = new Bids();

  /** Two values were asked for, and p asks its four fellow voters for a promise. */
  private void begin() {
    bids.asks("a", EPOCH, FIRST, ONE);
    bids.asks("b", EPOCH, SECOND, TWO);
    for (int voter = 1; voter <= 4; voter++) {
      bids.prepares(voter, EPOCH, THIRD);
    }
  }

  private void told(String voter, Ballot vote) {
    bids.promised(voter, EPOCH, THIRD, vote);
  }

  @Test
  void aProposerMayAskForItsOwnWhereAMajorityToldOfNothing() {
    begin();
    told("a", Ballot.NONE);
    told("b", Ballot.NONE);
    told("c", SECOND);

    assertThat(bids.asks("p", EPOCH, THIRD, OWN)).isEmpty();
  }

  @Test
  void aProposerMayNotPassOverWhatAllMajoritiesToldOf() {
    begin();
    told("a", FIRST);
    told("b", SECOND);

    assertThat(bids.asks("p", EPOCH, THIRD, OWN)).get().asString().contains("1.a", "2.b");
  }

  @Test
  void theHighestVoteIsToBeTakenUp() {
    begin();
    told("a", FIRST);
    told("b", SECOND);

    assertThat(bids.asks("p", EPOCH, THIRD, ONE)).get().asString().contains("after 1.a");
  }

  @Test
  void whatTheProposerAcceptedItselfCountsToo() {
    begin();
    told("a", FIRST);
    told("b", Ballot.NONE);
    bids.accepted("p", EPOCH, SECOND);

    assertThat(bids.asks("p", EPOCH, THIRD, TWO)).isEmpty();
  }

  @Test
  void aBallotIsForOneValue() {
    begin();

    assertThat(bids.asks("a", EPOCH, FIRST, ONE)).isEmpty();
    assertThat(bids.asks("a", EPOCH, FIRST, TWO)).get().asString().contains("two values");
  }
}
