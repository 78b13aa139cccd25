package io.atoll.synod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.synod.Proposer.Progress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SynodTest {
  private static final Ballot FIRST = new Ballot(1, "a");

  @Test
  void ballotsAreOrderedByEpochThenRoundThenProposer() {
    assertThat(List.of(new Ballot(2, 1, "a"), new Ballot(1, 9, "b"), FIRST, Ballot.NONE))
        .isSortedAccordingTo((one, other) -> other.compareTo(one));
    assertThat(new Ballot(1, "b")).isGreaterThan(FIRST).hasToString("1.b");
    assertThat(new Ballot(2, 1, "a")).hasToString("2/1.a");
  }

  @Test
  void anAcceptorThatRepeatsItselfHasNothingToMakeDurable() {
    Acceptor<String> fresh = Acceptor.fresh();
    Acceptor.Step<String> promised = fresh.handle(new SynodMessage.Prepare<>(FIRST));
    assertThat(promised.changed()).isTrue();
    assertThat(promised.acceptor().handle(new SynodMessage.Prepare<>(FIRST)).changed()).isFalse();
    Acceptor.Step<String> accepted =
        promised.acceptor().handle(new SynodMessage.Accept<>(FIRST, "x"));
    assertThat(accepted.changed()).isTrue();
    Acceptor.Step<String> again = accepted.acceptor().handle(new SynodMessage.Accept<>(FIRST, "x"));
    assertThat(again.changed()).isFalse();
    assertThat(again.answer()).isEqualTo(new SynodMessage.Accepted<String>(FIRST));
  }

  @Test
  void aLowerBallotIsRefusedAndToldWhatWasPromised() {
    Acceptor<String> acceptor =
        Acceptor.<String>fresh()
            .handle(new SynodMessage.Prepare<>(new Ballot(2, 1, "b")))
            .acceptor();
    assertThat(acceptor.handle(new SynodMessage.Accept<>(FIRST, "x")).answer())
        .isEqualTo(new SynodMessage.Refused<String>(FIRST, new Ballot(2, 1, "b")));
  }

  @Test
  void inATransitionAMajorityOfTheOldAndOfTheNewIsNeeded() {
    Quorum both =
        Quorum.majorityOf(List.of("a", "b", "c")).and(Quorum.majorityOf(List.of("c", "d", "e")));
    assertThat(both.isMetBy(Set.of("a", "b", "c"))).isFalse();
    assertThat(both.isMetBy(Set.of("a", "c", "d"))).isTrue();
    assertThat(both.isMetBy(Set.of("a", "b", "d", "e"))).isTrue();
  }

  @Test
  void whatMayHaveBeenDecidedIsPutToTheVote() {
    Proposer<String> proposer = proposer();
    assertThatThrownBy(proposer::value).isInstanceOf(IllegalStateException.class);
    Vote<String> lower = new Vote<>(new Ballot(1, "x"), "lower");
    Vote<String> higher = new Vote<>(new Ballot(2, "x"), "higher");
    assertThat(promise(proposer, "a", Optional.of(higher))).isEqualTo(Progress.NONE);
    assertThat(promise(proposer, "a", Optional.of(higher))).isEqualTo(Progress.NONE);
    assertThat(promise(proposer, "stranger", Optional.empty())).isEqualTo(Progress.NONE);
    assertThat(promise(proposer, "b", Optional.of(lower))).isEqualTo(Progress.PROMISED);
    assertThat(proposer.value()).isEqualTo("higher");
    assertThat(proposer.unanswered()).containsExactly("a", "b", "c");
  }

  @Test
  void aBallotIsOverWhenItIsOutbid() {
    Proposer<String> proposer = proposer();
    SynodMessage.Answer<String> refused =
        new SynodMessage.Refused<>(proposer.ballot(), new Ballot(7, "x"));
    assertThat(proposer.answered("a", refused)).isEqualTo(Progress.OUTBID);
    assertThat(promise(proposer, "b", Optional.empty())).isEqualTo(Progress.NONE);
    assertThat(proposer.unanswered()).isEmpty();
  }

  private static Proposer<String> proposer() {
    List<String> acceptors = List.of("a", "b", "c");
    return new Proposer<>(
        new Ballot(3, "a"),
        acceptors,
        Quorum.majorityOf(acceptors),
        accepted -> accepted.orElse("own"));
  }

  private static Progress promise(
      Proposer<String> proposer, String from, Optional<Vote<String>> vote) {
    return proposer.answered(from, new SynodMessage.Promise<>(proposer.ballot(), vote));
  }
}
