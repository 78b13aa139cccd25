package io.atoll.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.causal.CausalContext;
import io.atoll.replication.ReplicationStats.Counter;
import io.atoll.ring.ConsistencyLevel;
import io.atoll.ring.ConsistencyLevel.Named;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Here {@code us-1} holds no replica of the key; {@code us-2} and {@code us-3} may. */
class ForwardOperationTest {
  private static final WriteResult DONE =
      new WriteResult(CausalContext.EMPTY, new Outcome(3, 2, 2, 0, 3, true));

  static List<RequestFailure> nothingDone() {
    return List.of(
        new RequestFailure.Overloaded("busy"),
        new RequestFailure.StorageRefused("disk full"),
        new RequestFailure.UnknownKeyspace("never heard of it"),
        new RequestFailure.Unavailable("too few", 0, 2));
  }

  static List<RequestFailure> maybeDone() {
    return List.of(
        new RequestFailure.NotEnoughAnswers("too few answered", DONE.outcome()),
        new RequestFailure.TooManySiblings("full"),
        new RequestFailure.ImpossibleLevel("5 of 3"),
        new RequestFailure.ContextNotReached("senseless", List.of()));
  }

  private static Stage elsewhere() {
    return Stage.of("us-1", Map.of("eu", 3));
  }

  @Test
  void theAnswerIsPassedBack() {
    Stage given = elsewhere();
    Future<WriteResult> write = given.write(Named.QUORUM);
    HandPeers.Sent call = given.peers.sent().getFirst();
    assertThat(call.to.dc()).isEqualTo("eu");
    assertThat(call.coordinate().write().key()).isEqualTo(Stage.bytes(Stage.KEY));
    assertThat(call.coordinate().epoch()).isEqualTo(given.topology.newest().epoch());
    assertThat(call.coordinate().write().timeoutMs())
        .as("theirs ends before ours")
        .isLessThan(Stage.TIMEOUT_MS)
        .isGreaterThan(Stage.TIMEOUT_MS / 2);
    call.reply(new PeerReply.Done<>(3, 1, DONE));
    assertThat(write.result()).isEqualTo(DONE);
    assertThat(given.local.writes()).isZero();
    assertThat(given.peers.open()).isEmpty();
    assertThat(given.count(Counter.WRITES_FORWARDED)).isEqualTo(1);
    assertThat(given.count(Counter.WRITES)).isZero();
    given.isQuiet();
  }

  @ParameterizedTest
  @MethodSource("nothingDone")
  void theNextIsTriedWhenNothingWasDone(RequestFailure refusal) {
    Stage given = elsewhere();
    Future<WriteResult> write = given.write(Named.QUORUM);
    given.peers.sent().get(0).refuse(refusal);
    assertThat(given.peers.sent()).hasSize(2);
    assertThat(given.peers.sent().get(1).to).isNotEqualTo(given.peers.sent().get(0).to);
    given.peers.sent().get(1).reply(new PeerReply.Done<>(3, 1, DONE));
    assertThat(write.succeeded()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("maybeDone")
  void nobodyElseIsTriedWhenItMayBeDoneOrNeverCanBe(RequestFailure failure) {
    Stage given = elsewhere();
    Future<WriteResult> write = given.write(Named.QUORUM);
    given.peers.sent().get(0).refuse(failure);
    assertThat(write.cause()).isSameAs(failure);
    assertThat(given.peers.sent()).hasSize(1);
    given.isQuiet();
  }

  @Test
  void aBrokenLinkLeavesADoubtAndNoSecondTry() {
    Stage given = elsewhere();
    Future<WriteResult> write = given.write(Named.QUORUM);
    given.peers.sent().get(0).breaks();
    assertThat(write.cause())
        .isInstanceOf(RequestFailure.NotEnoughAnswers.class)
        .hasMessageContaining("may still take effect")
        .hasMessageContaining(given.peers.sent().get(0).to.nodeId() + ": connection lost");
    assertThat(((RequestFailure) write.cause()).replicas()).hasSize(1);
    assertThat(given.peers.sent()).hasSize(1);
    given.isQuiet();
  }

  @Test
  void aSenselessReplyLeavesADoubtToo() {
    Stage given = elsewhere();
    Future<WriteResult> write = given.write(Named.QUORUM);
    given.peers.sent().get(0).ack();
    assertThat(write.cause()).hasMessageContaining("may still take effect");
    assertThat(given.peers.sent()).hasSize(1);
    assertThat(given.peers.open()).isEmpty();
  }

  @Test
  void aReplicaOfAnotherReleaseThatDoesNotKnowTheCallIsPassedBy() {
    Stage given = elsewhere();
    Future<WriteResult> write = given.write(Named.QUORUM);
    given.peers.sent().get(0).notServed();
    assertThat(write.isComplete()).isFalse();
    given.peers.sent().get(1).reply(new PeerReply.Done<>(3, 1, DONE));
    assertThat(write.result()).isEqualTo(DONE);
    given.isQuiet();
  }

  @Test
  void theDeadlineLeavesADoubt() {
    Stage given = elsewhere();
    Future<WriteResult> write = given.write(Named.QUORUM);
    given.time.pass(Stage.TIMEOUT_MS + OperationTimer.TICK_MS);
    assertThat(write.cause()).hasMessageContaining("may still take effect");
    assertThat(given.peers.open()).isEmpty();
    assertThat(given.peers.sent()).hasSize(1);
    given.isQuiet();
  }

  @Test
  void whatCannotLeaveIsTriedElsewhere() {
    Stage given = elsewhere().unreachable("eu-1", "eu-2");
    given.write(Named.QUORUM);
    assertThat(given.peers.asked()).containsExactly("eu-3");
  }

  @Test
  void nobodyReachableMeansNothingWasAttempted() {
    Stage given = elsewhere().unreachable("eu-1", "eu-2", "eu-3");
    Future<WriteResult> write = given.write(Named.QUORUM);
    assertThat(write.cause())
        .isInstanceOf(RequestFailure.Unavailable.class)
        .hasMessageContaining("nothing was attempted");
    assertThat(((RequestFailure) write.cause()).replicas())
        .containsExactlyInAnyOrder(
            new ReplicaFailure("eu-1", "not connected"),
            new ReplicaFailure("eu-2", "not connected"),
            new ReplicaFailure("eu-3", "not connected"));
    given.isQuiet();
  }

  @Test
  void whenAllRefuseTheLastReasonIsTold() {
    Stage given = elsewhere();
    Future<WriteResult> write = given.write(Named.QUORUM);
    RequestFailure last = new RequestFailure.StorageRefused("the third disk");
    given.peers.sent().get(0).refuse(new RequestFailure.Overloaded("the first"));
    given.peers.sent().get(1).refuse(new RequestFailure.Overloaded("the second"));
    given.peers.sent().get(2).refuse(last);
    assertThat(write.cause()).isSameAs(last);
    assertThat(given.peers.sent()).hasSize(3);
    given.isQuiet();
  }

  @Test
  void theDeadAreNotTried() {
    Stage given = elsewhere().dead("eu-1");
    Future<WriteResult> write = given.write(Named.QUORUM);
    given.peers.sent().get(0).refuse(new RequestFailure.Overloaded("busy"));
    given.peers.sent().get(1).refuse(new RequestFailure.Overloaded("busy"));
    assertThat(given.peers.asked()).containsExactlyInAnyOrder("eu-2", "eu-3");
    assertThat(write.cause()).isInstanceOf(RequestFailure.Overloaded.class);
  }

  @Test
  void thoseWhoseStorageTakesNoWritesAreTriedLast() {
    Stage given = elsewhere().refusingWrites("eu-1", "eu-2");
    given.write(Named.QUORUM);
    assertThat(given.peers.asked()).containsExactly("eu-3");
    given.peers.sent().get(0).refuse(new RequestFailure.StorageRefused("full by now"));
    given.peers.sent().get(1).refuse(new RequestFailure.StorageRefused("full"));
    assertThat(given.peers.asked()).containsExactlyInAnyOrder("eu-1", "eu-2", "eu-3");
  }

  @Test
  void tooFewLivingReplicasSendNothing() {
    Stage given = elsewhere().dead("eu-1", "eu-2");
    assertThat(given.write(Named.QUORUM).cause()).isInstanceOf(RequestFailure.Unavailable.class);
    assertThat(given.peers.sent()).isEmpty();
    given.isQuiet();
  }

  @Test
  void theOwnDcComesFirst() {
    Stage given = outsider(Map.of("us", 2, "eu", 3));
    given.write(Named.QUORUM);
    assertThat(given.peers.sent().getFirst().to.dc()).isEqualTo(given.self.dc());
  }

  @Test
  void aLocalLevelNeverLeavesTheDc() {
    for (ConsistencyLevel local : List.of(Named.LOCAL_ONE, Named.LOCAL_QUORUM)) {
      Stage given = outsider(Map.of("us", 2, "eu", 3));
      Future<WriteResult> write = given.write(local);
      given.peers.sent().get(0).refuse(new RequestFailure.Overloaded("busy"));
      given.peers.sent().get(1).refuse(new RequestFailure.Overloaded("busy"));
      assertThat(given.peers.sent()).hasSize(2).allMatch(call -> call.to.dc().equals("us"));
      assertThat(write.cause()).isInstanceOf(RequestFailure.Overloaded.class);
    }
  }

  @Test
  void aNewerEpochInAReplyIsReported() {
    Stage given = elsewhere();
    given.write(Named.QUORUM);
    HandPeers.Sent call = given.peers.sent().getFirst();
    call.reply(new PeerReply.Done<>(42, 1, DONE));
    assertThat(given.topology.seen()).containsExactly(call.to.number() + "@42");
  }

  /** A node of DC us that the claim gives no replica of the key. */
  private static Stage outsider(Map<String, Integer> replication) {
    for (String self : List.of("us-1", "us-2", "us-3")) {
      Stage stage = Stage.of(self, replication);
      if (!stage.replicas().contains(stage.self)) {
        return stage;
      }
    }
    throw new AssertionError("two of three nodes hold the key");
  }

  @Test
  void aReplicaWhoseClockIsOffPassesAWriteOnWhereTheLastWriterWins() {
    Stage given = Stage.ofOneDc().lastWriterWins().clockFault("the clock is off");
    Future<WriteResult> write = given.write(Named.QUORUM);
    assertThat(given.local.writes()).isZero();
    given.peers.sent().getFirst().refuse(new RequestFailure.Overloaded("its clock is off too"));
    assertThat(given.peers.asked()).containsExactlyInAnyOrder("us-2", "us-3");
    given.peers.sent().get(1).reply(new PeerReply.Done<>(3, 1, DONE));
    assertThat(write.result()).isEqualTo(DONE);
    assertThat(given.count(Counter.CLOCK_OFF)).isEqualTo(1);
    given.isQuiet();
  }

  @Test
  void aReplicaWhoseClockIsOffSaysSoWhenNobodyElseIsThere() {
    Stage given =
        Stage.ofOneDc().lastWriterWins().clockFault("the clock is off").unreachable("us-2", "us-3");
    Future<WriteResult> write = given.write(Named.ONE);
    assertThat(write.cause())
        .isInstanceOf(RequestFailure.Overloaded.class)
        .hasMessage("the clock is off");
    assertThat(given.local.writes()).isZero();
    given.isQuiet();
  }

  @Test
  void aReplicaWhoseClockIsOffTakesNoWriteFromOthersEither() {
    Stage given = Stage.ofOneDc().lastWriterWins().clockFault("the clock is off");
    Future<WriteResult> write =
        given.coordinator().writePassedOn(given.request(Named.QUORUM, "value"));
    assertThat(write.cause()).isInstanceOf(RequestFailure.Overloaded.class);
    assertThat(given.peers.sent()).isEmpty();
  }

  @Test
  void whereSiblingsAreKeptAClockThatIsOffDoesNotMatter() {
    Stage given = Stage.ofOneDc().clockFault("the clock is off");
    given.write(Named.ONE);
    assertThat(given.local.writes()).isEqualTo(1);
    assertThat(given.count(Counter.CLOCK_OFF)).isZero();
  }
}
