package io.atoll.chaos.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.consensus.Message;
import io.atoll.consensus.Message.OfInstance;
import io.atoll.consensus.TopologyProtocol;
import io.atoll.node.TestHooks;
import io.atoll.peer.PeerCall;
import io.atoll.peer.PeerMessage;
import io.atoll.peer.Peers;
import io.atoll.synod.Ballot;
import io.atoll.synod.SynodMessage;
import io.atoll.synod.SynodMessage.Accepted;
import io.atoll.synod.SynodMessage.Promise;
import io.atoll.synod.Vote;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VotesTest {
  private static final Ballot LOW = new Ballot(1, "a");
  private static final Ballot HIGH = new Ballot(2, "b");

  private final List<Object> passed = new ArrayList<>();
  private final Votes votes = new Votes();
  private final Peers of =
      votes
          .between(TestHooks.PLAIN, "dc1-1")
          .peers(
              new Peers() {
                @Override
                public <Q, R> Call call(
                    int member, PeerCall<Q, R> call, Q request, long ms, Listener<R> listener) {
                  return null;
                }

                @Override
                public <Q> void tell(int member, PeerMessage<Q> message, Q content) {
                  passed.add(content);
                }
              });

  private void says(long epoch, SynodMessage<byte[]> message) {
    Message said = new OfInstance(epoch, message);
    of.tell(2, TopologyProtocol.MESSAGE, said);
    assertThat(passed).last().isEqualTo(said);
  }

  private static Promise<byte[]> promise(Ballot ballot, Ballot accepted) {
    return new Promise<>(
        ballot, Optional.ofNullable(accepted).map(vote -> new Vote<>(vote, new byte[1])));
  }

  private List<String> broken() {
    return votes.broken(nodeId -> true);
  }

  @Test
  void whoTellsOfItsVoteAndGrantsNoLowerBallotKeepsItsWord() {
    says(7, promise(LOW, null));
    says(7, new Accepted<>(LOW));
    says(7, promise(HIGH, LOW));
    says(7, new Accepted<>(HIGH));
    says(7, new Accepted<>(HIGH));
    says(8, promise(LOW, null));

    assertThat(broken()).isEmpty();
  }

  @Test
  void whoForgetsWhatItAcceptedBreaksItsWord() {
    says(7, new Accepted<>(LOW));
    says(7, promise(HIGH, null));

    assertThat(broken())
        .singleElement()
        .asString()
        .startsWith("dc1-1 voting on epoch 7 told of ")
        .endsWith("after it had accepted 1.a");
    assertThat(votes.broken(nodeId -> false)).isEmpty();
  }

  @Test
  void whoGrantsLessThanItPromisedBreaksItsWord() {
    says(7, promise(HIGH, null));
    says(7, new Accepted<>(LOW));

    assertThat(broken())
        .containsExactly("dc1-1 voting on epoch 7 granted 1.a after it had promised 2.b");
  }
}
