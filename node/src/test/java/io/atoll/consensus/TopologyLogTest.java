package io.atoll.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.consensus.Effect.ProposalEnded;
import io.atoll.consensus.Effect.Send;
import io.atoll.consensus.Effect.Unreadable;
import io.atoll.synod.Ballot;
import io.atoll.synod.SynodMessage;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TopologyLogTest {
  private static final byte[] FORMED = TestValue.bytes("formed:a,b,c");
  private static final byte[] VALUE = TestValue.bytes("x:a,b,c");

  private final TopologyLog log = log(new StartingPoint.Formed(FORMED));

  @Test
  void aNewNodeMakesItsStateDurableBeforeAnythingElse() {
    assertThat(log.tick(0)).singleElement().isInstanceOf(Effect.Persist.class);
    assertThat(log.tick(1)).isEmpty();
  }

  @Test
  void aValueForAnEpochFarAheadOrOneThatCannotBeReadIsRefused() {
    assertThatThrownBy(() -> log.propose(0, 3, VALUE)).hasMessageContaining("at most 2 can be");
    assertThatThrownBy(() -> log.propose(0, 2, TestValue.bytes("?")))
        .hasMessageContaining("no voters in");
    assertThatThrownBy(() -> log.propose(0, 2, new byte[TopologyLogSettings.MAX_VALUE_BYTES + 1]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aProposalForADecidedEpochIsToldAtOnceHowItEnded() {
    assertThat(ends(log.propose(0, 1, FORMED).effects()))
        .containsExactly(new ProposalEnd.LostTo(FORMED));
    assertThat(ends(log.propose(0, 1, VALUE).effects()))
        .containsExactly(new ProposalEnd.LostTo(FORMED));
  }

  /** It may have been undone since; whoever proposes it again must look at what there is now. */
  @Test
  void aProposalOfWhatAnotherHasDecidedAlreadyIsNotToldThatItIsDone() {
    log.propose(0, 2, VALUE);
    byte[] undone = TestValue.bytes("undone:a,b,c");
    assertThat(ends(log.receive(1, "b", new Message.Fetched(3, 2, List.of(VALUE, undone)))))
        .containsExactly(new ProposalEnd.LostTo(VALUE));
    assertThat(log.newestEpoch()).isEqualTo(3);
  }

  @Test
  void aProposalWhoseEpochIsForgottenEverywhereIsToldSo() {
    log.propose(0, 2, VALUE);
    assertThat(ends(log.receive(1, "b", new Message.Fetched(9, 9, List.of(VALUE)))))
        .containsExactly(new ProposalEnd.GaveUp(ProposalEnd.Reason.EPOCH_FORGOTTEN, false));
    assertThat(log.newestEpoch()).isEqualTo(9);
    assertThat(log.topology(8)).isEmpty();
  }

  @Test
  void proposalsBeyondTheBoundAreRefusedForGood() {
    TopologyLog.Begun last = null;
    for (int i = 0; i <= TopologyLogSettings.DEFAULT.proposals().maxWaiting(); i++) {
      last = log.propose(0, 2, VALUE);
    }
    assertThat(last.effects())
        .containsExactly(
            new ProposalEnded(
                last.id(), new ProposalEnd.GaveUp(ProposalEnd.Reason.TOO_MANY_PROPOSALS, false)));
  }

  @Test
  void aValueThatCannotBeReadIsNeitherVotedForNorAdopted() {
    byte[] newer = TestValue.bytes("newer format");
    List<Effect> effects =
        log.receive(
            0,
            "b",
            new Message.OfInstance(2, new SynodMessage.Accept<>(new Ballot(1, "b"), newer)));
    assertThat(effects).anyMatch(Unreadable.class::isInstance).noneMatch(Send.class::isInstance);
    effects = log.receive(0, "b", new Message.Decided(2, newer));
    assertThat(effects).anyMatch(Unreadable.class::isInstance);
    assertThat(log.newestEpoch()).isEqualTo(1);
  }

  @Test
  void anUnreadableEpochIsNotFetchedInATightCircle() {
    assertThat(sends(log.announced(0, "b", 2))).hasSize(1);
    Message.Fetched unreadable = new Message.Fetched(2, 2, List.of(TestValue.bytes("?")));
    assertThat(sends(log.receive(1, "b", unreadable))).isEmpty();
    assertThat(sends(log.tick(TopologyLogSettings.DEFAULT.fetchTimeoutMs()))).hasSize(1);
  }

  @Test
  void whoDoesNotAnswerIsLeftForAnotherAndAskedLessAndLessOften() {
    long patienceMs = TopologyLogSettings.DEFAULT.fetchTimeoutMs();
    String first = sends(log.announced(0, "b", 2)).getFirst().to();
    assertThat(sends(log.announced(1, "c", 2))).isEmpty();
    long nowMs = patienceMs;
    String second = sends(log.tick(nowMs)).getFirst().to();
    assertThat(List.of(first, second)).containsExactly("b", "c");
    for (int doubled = 1; doubled <= 3; doubled++) {
      assertThat(sends(log.tick(nowMs + (patienceMs << doubled) - 1))).isEmpty();
      nowMs += patienceMs << doubled;
      assertThat(sends(log.tick(nowMs))).hasSize(1);
    }
    assertThat(sends(log.tick(nowMs + (patienceMs << 3) - 1))).isEmpty();
  }

  @Test
  void afterItHasCaughtUpTheFirstPatienceIsShortAgain() {
    long patienceMs = TopologyLogSettings.DEFAULT.fetchTimeoutMs();
    log.announced(0, "b", 2);
    assertThat(sends(log.tick(patienceMs))).hasSize(1);
    log.receive(patienceMs + 1, "c", new Message.Decided(2, VALUE));
    log.announced(10_000, "b", 3);
    assertThat(sends(log.tick(10_000 + patienceMs - 1))).isEmpty();
    assertThat(sends(log.tick(10_000 + patienceMs))).hasSize(1);
  }

  @Test
  void twoValuesOfOneEpochAreABrokenInvariant() {
    assertThatThrownBy(() -> log.receive(0, "b", new Message.Decided(1, VALUE)))
        .hasMessageContaining("one value per epoch");
  }

  @Test
  void votesOfThoseWhoAreNoVotersDoNotCount() {
    log.propose(0, 2, VALUE);
    Ballot ballot = new Ballot(1, "a");
    assertThat(
            sends(
                log.receive(
                    1,
                    "d",
                    new Message.OfInstance(
                        2, new SynodMessage.Promise<>(ballot, Optional.empty())))))
        .isEmpty();
    assertThat(
            sends(
                log.receive(
                    1,
                    "b",
                    new Message.OfInstance(
                        2, new SynodMessage.Promise<>(ballot, Optional.empty())))))
        .hasSize(2);
    assertThat(
            ends(
                log.receive(
                    2, "d", new Message.OfInstance(2, new SynodMessage.Accepted<>(ballot)))))
        .isEmpty();
    assertThat(
            ends(
                log.receive(
                    2, "b", new Message.OfInstance(2, new SynodMessage.Accepted<>(ballot)))))
        .containsExactly(new ProposalEnd.Decided());
  }

  /** What it learnt the first time was before it lost its votes the second time. */
  @Test
  void whoLosesItsVotesTwiceAsksTheOthersTwice() {
    recollect(2, log.memory(0, VoteMemory.LOST));
    assertThat(log.remembersItsVotes()).isFalse();
    recollect(3, log.receive(0, "b", new Message.Decided(2, VALUE)));
    assertThat(log.remembersItsVotes()).isTrue();
    log.memory(1, VoteMemory.UNKNOWN);
    recollect(3, log.memory(1, VoteMemory.LOST));
    assertThat(log.remembersItsVotes()).as("in one instance of two").isFalse();
  }

  private void recollect(long epoch, List<Effect> effects) {
    List<Send> asked =
        sends(effects).stream()
            .filter(send -> send.message() instanceof Message.OfInstance)
            .toList();
    assertThat(asked).extracting(Send::to).containsExactly("b", "c");
    for (Send send : asked) {
      Message.OfInstance question = (Message.OfInstance) send.message();
      assertThat(question.epoch()).isEqualTo(epoch);
      Ballot ballot = question.message().ballot();
      log.receive(
          0,
          send.to(),
          new Message.OfInstance(epoch, new SynodMessage.Promise<>(ballot, Optional.empty())));
    }
  }

  @Test
  void aNodeThatLostItsStateDoesNotStart() {
    assertThatThrownBy(() -> StartingPoint.of(Optional.empty(), FORMED, true))
        .isInstanceOf(LostStateException.class);
    assertThat(StartingPoint.of(Optional.empty(), FORMED, false))
        .isInstanceOf(StartingPoint.Formed.class);
  }

  @Test
  void anAnswerHoldsAsManyValuesAsFitAndTheFetcherAsksOn() {
    byte[] half = new byte[TopologyLogSettings.MAX_VALUE_BYTES / 2];
    History history = new History(TopologyLogSettings.DEFAULT, 1, List.of(FORMED));
    history.add(2, half);
    assertThat(history.oldestEpoch()).as("the newest is kept whatever its size").isEqualTo(2);
    assertThat(history.since(1).values()).hasSize(1);

    log.announced(0, "b", 3);
    assertThat(sends(log.receive(1, "b", new Message.Fetched(3, 2, List.of(VALUE)))))
        .containsExactly(new Send("b", new Message.Fetch(3)));
  }

  private static TopologyLog log(StartingPoint start) {
    return new TopologyLog(
        "a", TestValue::voters, new SplittableRandom(1), TopologyLogSettings.DEFAULT, start);
  }

  private static List<Send> sends(List<Effect> effects) {
    return effects.stream().filter(Send.class::isInstance).map(Send.class::cast).toList();
  }

  private static List<ProposalEnd> ends(List<Effect> effects) {
    return effects.stream()
        .filter(ProposalEnded.class::isInstance)
        .map(e -> ((ProposalEnded) e).end())
        .toList();
  }
}
