package io.atoll.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.causal.Actor;
import io.atoll.causal.CausalContext;
import io.atoll.causal.Siblings;
import io.atoll.causal.Version;
import io.atoll.replication.ReplicationStats.Counter;
import io.atoll.ring.ConsistencyLevel.Named;
import io.vertx.core.Future;
import org.junit.jupiter.api.Test;

/**
 * Where the last writer wins: writes that lose to what other replicas hold and this one does not.
 */
class LostWriteTest {
  private static final long FUTURE = 1L << 60;

  private final Stage given = Stage.ofOneDc().lastWriterWins();

  private Version held() {
    return given.local.state(Stage.KEY).versions().getFirst();
  }

  private static Version sent(HandPeers.Sent call) {
    return Siblings.decode(call.apply().siblings()).versions().getFirst();
  }

  @Test
  void aWriteThatLostIsMadeAgainAboveWhatWonBeforeItIsAcknowledged() {
    Future<WriteResult> write = given.write(Named.QUORUM);
    Version first = held();
    given.peers.to("us-2").ackAsLost(FUTURE);
    assertThat(write.isComplete()).isFalse();
    Version second = held();
    assertThat(second.timestamp()).isEqualTo(FUTURE + 1);
    assertThat(second.dot()).isNotEqualTo(first.dot());
    assertThat(second.value()).isEqualTo(first.value());
    for (String peer : new String[] {"us-2", "us-3"}) {
      assertThat(sent(given.peers.lastTo(peer))).isEqualTo(second);
    }
    given.peers.lastTo("us-2").ack();
    assertThat(write.succeeded()).isTrue();
    assertThat(write.result().outcome().answered()).isEqualTo(2);
    assertThat(write.result().context().contains(second.dot())).isTrue();
    assertThat(given.count(Counter.LWW_RAISED)).isEqualTo(1);
    assertThat(given.count(Counter.LWW_LOST)).isZero();
    given.isQuiet();
  }

  @Test
  void anAcknowledgementOfTheFirstMakingCountsNothingForTheSecond() {
    given.local.holdSyncs();
    Future<WriteResult> write = given.write(Named.QUORUM);
    HandPeers.Sent slow = given.peers.to("us-3");
    given.peers.to("us-2").ackAsLost(FUTURE);
    given.local.release();
    assertThat(write.isComplete()).isFalse();
    slow.ack();
    assertThat(write.isComplete()).isFalse();
    given.local.release();
    assertThat(write.isComplete()).isFalse();
    given.peers.lastTo("us-3").ack();
    assertThat(write.succeeded()).isTrue();
    given.isQuiet();
  }

  @Test
  void aWriteIsMadeAgainOnceAndThenTheLossIsCounted() {
    Future<WriteResult> write = given.write(Named.QUORUM);
    given.peers.to("us-2").ackAsLost(FUTURE);
    given.peers.lastTo("us-3").ackAsLost(FUTURE + 5);
    assertThat(write.succeeded()).isTrue();
    given.peers.lastTo("us-2").ackAsLost(FUTURE + 6);
    assertThat(given.local.writes()).isEqualTo(2);
    assertThat(given.count(Counter.LWW_RAISED)).isEqualTo(1);
    assertThat(given.count(Counter.LWW_LOST)).isEqualTo(1);
    given.isQuiet();
  }

  @Test
  void aLossThatIsHeardOfAfterTheAnswerIsCounted() {
    Future<WriteResult> write = given.write(Named.ONE);
    assertThat(write.succeeded()).isTrue();
    given.peers.to("us-2").ackAsLost(FUTURE);
    assertThat(given.local.writes()).isEqualTo(1);
    assertThat(given.count(Counter.LWW_LOST)).isEqualTo(1);
    given.isQuiet();
  }

  /** What it lost to has come to its replica before it was made again there. */
  @Test
  void aWriteIsMadeAgainThoughWhatItLostToHasComeMeanwhile() {
    given.local.holdSyncs();
    Future<WriteResult> write = given.write(Named.QUORUM);
    Siblings earlier =
        Siblings.EMPTY.put(
            new Actor(77, 1), CausalContext.EMPTY, FUTURE, false, "", Stage.bytes("earlier"));
    given.local.put(Stage.KEY, given.local.state(Stage.KEY).mergeLastWriterWins(earlier));
    given.peers.to("us-2").ackAsLost(FUTURE);
    given.local.release();
    given.local.release();
    assertThat(held().timestamp()).isEqualTo(FUTURE + 1);
    given.peers.lastTo("us-2").ack();
    assertThat(write.succeeded()).isTrue();
    assertThat(write.result().context().contains(held().dot())).isTrue();
    assertThat(given.count(Counter.LWW_LOST)).isZero();
    given.isQuiet();
  }

  /** Somebody may have seen the write and overwritten it: it must not win over that. */
  @Test
  void aWriteThatWasOvertakenIsDoneWhenWhatOvertookItIsWhereItHadToBe() {
    given.local.holdSyncs();
    Future<WriteResult> write = given.write(Named.QUORUM);
    Siblings seen = given.local.state(Stage.KEY);
    Siblings overwritten =
        seen.put(
            new Actor(77, 1), seen.clientContext(), FUTURE + 5, false, "", Stage.bytes("newer"));
    given.local.put(Stage.KEY, overwritten.lastWriterWins());
    given.peers.to("us-2").ackAsLost(FUTURE);
    given.local.release();
    assertThat(write.isComplete()).isFalse();
    assertThat(sent(given.peers.lastTo("us-2")).value()).isEqualTo(Stage.bytes("newer"));
    given.peers.lastTo("us-2").ack();
    assertThat(write.succeeded()).isTrue();
    assertThat(held().value()).isEqualTo(Stage.bytes("newer"));
    assertThat(given.count(Counter.LWW_RAISED)).isZero();
    assertThat(given.count(Counter.LWW_LOST)).isZero();
    given.isQuiet();
  }

  @Test
  void aWriteThatCannotBeMadeAgainIsNotAcknowledgedAsItIs() {
    Future<WriteResult> write = given.write(Named.QUORUM);
    given.local.refuseWrites(new RequestFailure.StorageRefused("disk full"));
    given.peers.to("us-2").ackAsLost(FUTURE);
    assertThat(write.cause()).isInstanceOf(RequestFailure.NotEnoughAnswers.class);
    assertThat(write.cause()).hasMessageContaining("disk full");
    given.isQuiet();
  }

  @Test
  void aWriteWhoseSecondMakingIsNotAnsweredFailsAtItsDeadline() {
    Future<WriteResult> write = given.write(Named.QUORUM);
    given.peers.to("us-2").ackAsLost(FUTURE);
    given.isQuiet();
    assertThat(write.cause()).isInstanceOf(RequestFailure.NotEnoughAnswers.class);
  }

  @Test
  void whereSiblingsAreKeptNothingIsMadeAgain() {
    Stage siblings = Stage.ofOneDc();
    Future<WriteResult> write = siblings.write(Named.QUORUM);
    siblings.peers.to("us-2").ackAsLost(FUTURE);
    assertThat(write.succeeded()).isTrue();
    assertThat(siblings.local.writes()).isEqualTo(1);
  }

  @Test
  void aReplicaTellsOfALaterVersionOnceAndNotOfOneThatHadSeenTheWrite() {
    Siblings future =
        Siblings.EMPTY.put(new Actor(8, 1), CausalContext.EMPTY, FUTURE, false, "", new byte[1]);
    Siblings stale =
        Siblings.EMPTY.put(new Actor(9, 1), CausalContext.EMPTY, 7, false, "", new byte[1]);
    assertThat(future.winsUnseenOver(stale)).isEqualTo(FUTURE);
    assertThat(stale.winsUnseenOver(future)).isZero();
    assertThat(future.mergeLastWriterWins(stale).winsUnseenOver(stale)).isZero();
    Siblings after =
        stale.put(new Actor(8, 1), stale.clientContext(), FUTURE, false, "", new byte[1]);
    assertThat(after.winsUnseenOver(stale)).isZero();
    assertThat(Siblings.EMPTY.winsUnseenOver(stale)).isZero();
    assertThat(stale.winsUnseenOver(Siblings.EMPTY)).isZero();
  }

  /** What was told before was of the first making, and may have been brought by now. */
  @Test
  void whoLacksTheSecondMakingIsHintedThoughItLackedTheFirst() {
    given.dead("us-3");
    given.write(Named.QUORUM);
    assertThat(given.missed.told()).containsExactly("us-3 lacks key");
    given.peers.to("us-2").ackAsLost(FUTURE);
    assertThat(given.missed.told()).containsExactly("us-3 lacks key");
    given.peers.lastTo("us-2").ack();
    given.isQuiet();
    assertThat(given.missed.told()).isEmpty();
  }

  @Test
  void aSecondMakingThatComesTooLateIsForTheHintsAlone() {
    given.write(Named.QUORUM);
    given.local.holdMaking();
    given.peers.to("us-2").ackAsLost(FUTURE);
    given.peers.to("us-3").ack();
    given.isQuiet();
    given.missed.told();
    given.local.release();
    assertThat(given.missed.told()).containsExactlyInAnyOrder("us-2 lacks key", "us-3 lacks key");
  }
}
