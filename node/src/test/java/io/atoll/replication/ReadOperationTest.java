package io.atoll.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.causal.Siblings;
import io.atoll.causal.VersionVector;
import io.atoll.replication.ReplicationStats.Counter;
import io.atoll.ring.ConsistencyLevel.Count;
import io.atoll.ring.ConsistencyLevel.Named;
import io.vertx.core.Future;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadOperationTest {
  private static final RequestFailure DISK = new RequestFailure.StorageRefused("disk");

  @Test
  void theQuorumAnswersEvenWhenThisNodeAnswersAtOnce() {
    Stage given = Stage.ofOneDc();
    Siblings state = given.written("us-1", 1, "v");
    given.local.put(Stage.KEY, state);

    Future<ReadResult> read = given.read(Named.QUORUM);
    assertThat(read.isComplete()).isFalse();
    assertThat(given.peers.sent()).hasSize(1);
    given.peers.sent().getFirst().state(state);

    assertThat(read.result().siblings()).isEqualTo(state);
    assertThat(read.result().outcome())
        .isEqualTo(new Outcome(2, 2, 2, 0, given.topology.newest().epoch(), true));
    given.isQuiet();
    assertThat(given.peers.open()).isEmpty();
  }

  @Test
  void levelOneIsAnsweredByThisNodeAlone() {
    Stage given = Stage.ofOneDc();
    Future<ReadResult> read = given.read(Named.ONE);
    assertThat(read.result().siblings()).isEqualTo(Siblings.EMPTY);
    assertThat(read.result().outcome().overlapping()).isFalse();
    assertThat(given.peers.sent()).isEmpty();
    given.isQuiet();
  }

  @Test
  void theAnswersOfAllAreMerged() {
    Stage given = Stage.ofOneDc();
    Siblings one = given.written("us-2", 1, "a");
    Siblings other = given.written("us-3", 1, "b");
    Future<ReadResult> read = given.read(Named.ALL);
    given.peers.to("us-2").state(one);
    given.peers.to("us-3").state(other);
    assertThat(read.result().siblings()).isEqualTo(one.merge(other));
    assertThat(read.result().siblings().versions()).hasSize(2);
  }

  @Test
  void duplicateAnswersDoNotCount() {
    Stage given = Stage.ofOneDc();
    given.local.holdReads();
    Future<ReadResult> read = given.read(Named.QUORUM);
    HandPeers.Sent call = given.peers.sent().getFirst();
    call.state(Siblings.EMPTY);
    call.state(Siblings.EMPTY);
    assertThat(read.isComplete()).isFalse();
    given.local.release();
    assertThat(read.succeeded()).isTrue();
  }

  @Test
  void aBrokenLinkAsksTheNextReplica() {
    Stage given = Stage.ofOneDc();
    Future<ReadResult> read = given.read(Named.QUORUM);
    given.peers.sent().getFirst().breaks();
    assertThat(given.peers.asked()).containsExactlyInAnyOrder("us-2", "us-3");
    given.peers.sent().getLast().state(Siblings.EMPTY);
    assertThat(read.result().outcome().answered()).isEqualTo(2);
    assertThat(read.result().outcome().asked()).isEqualTo(3);
    assertThat(given.count(Counter.HEDGES)).isEqualTo(1);
  }

  @Test
  void aQuestionThatCannotLeaveAndOneThatIsRefusedAskTheNext() {
    Stage given = Stage.ofThreeDcs().unreachable("us-2", "us-3");
    Future<ReadResult> read = given.read(new Count(2));
    assertThat(given.peers.sent()).hasSize(1);
    given.peers.sent().getFirst().refuse(DISK);
    assertThat(given.peers.sent()).hasSize(2);
    given.peers.sent().getLast().reply(new PeerReply.Done<>(1, 1, new byte[] {99}));
    assertThat(given.peers.sent()).as("garbage is a refusal").hasSize(3);
    given.peers.sent().getLast().state(Siblings.EMPTY);
    assertThat(read.succeeded()).isTrue();
  }

  @Test
  void aSlowReplicaIsHelpedByAnother() {
    Stage given = Stage.ofOneDc();
    Future<ReadResult> read = given.read(Named.QUORUM);
    given.time.pass(CoordinatorSettings.DEFAULT.hedgeMaxMs() - 1);
    assertThat(given.peers.sent()).hasSize(1);
    given.time.pass(1 + OperationTimer.TICK_MS);
    assertThat(given.peers.sent()).hasSize(2);
    given.peers.sent().getLast().state(Siblings.EMPTY);
    assertThat(read.succeeded()).isTrue();
    given.isQuiet();
    assertThat(given.peers.open()).isEmpty();
    assertThat(given.count(Counter.LATE_REPLICAS)).isEqualTo(1);
  }

  @Test
  void whoIsUsuallyFastIsHelpedSooner() {
    Stage given = Stage.ofOneDc();
    for (int i = 0; i < 50; i++) {
      given.read(Named.ALL);
      given.time.pass(10);
      given.peers.open().forEach(call -> call.state(Siblings.EMPTY));
    }
    given.peers.forget();
    given.read(Named.QUORUM);
    given.time.pass(10 + 3 * OperationTimer.TICK_MS);
    assertThat(given.peers.sent()).hasSize(2);
  }

  @Test
  void theDeadlineEndsItWithFigures() {
    Stage given = Stage.ofOneDc();
    Future<ReadResult> read = given.read(Named.QUORUM);
    given.time.pass(Stage.TIMEOUT_MS - 2);
    assertThat(read.isComplete()).isFalse();
    given.time.pass(2 + OperationTimer.TICK_MS);
    RequestFailure.NotEnoughAnswers failure = (RequestFailure.NotEnoughAnswers) read.cause();
    assertThat(failure.outcome().asked()).isEqualTo(3);
    assertThat(failure.outcome().answered()).isEqualTo(1);
    assertThat(failure.outcome().required()).isEqualTo(2);
    assertThat(failure).hasMessageContaining("2 of 3").hasMessageContaining("1 answered");
    assertThat(failure.replicas())
        .containsExactlyInAnyOrder(
            new ReplicaFailure("us-2", "timed out"), new ReplicaFailure("us-3", "timed out"));
    assertThat(failure.getMessage())
        .containsOnlyOnce("; us-2: timed out")
        .containsOnlyOnce("; us-3: timed out");
    assertThat(given.peers.open()).isEmpty();
    assertThat(given.count(Counter.NOT_ENOUGH_ANSWERS)).isEqualTo(1);
    given.isQuiet();
  }

  @Test
  void aLevelThatCanNoLongerBeMetFailsAtOnce() {
    Stage given = Stage.ofOneDc();
    Future<ReadResult> read = given.read(Named.ALL);
    given.peers.to("us-3").refuse(DISK);
    assertThat(read.cause()).isInstanceOf(RequestFailure.NotEnoughAnswers.class);
    assertThat(((RequestFailure) read.cause()).replicas())
        .containsExactlyInAnyOrder(
            new ReplicaFailure("us-2", "no answer yet"), new ReplicaFailure("us-3", "disk"));
    assertThat(read.cause()).hasMessageContaining("; us-3: disk");
    assertThat(given.peers.open()).isEmpty();
  }

  @Test
  void tooFewLivingReplicasAskNobody() {
    Stage given = Stage.ofOneDc().dead("us-2", "us-3");
    Future<ReadResult> read = given.read(Named.QUORUM);
    RequestFailure.Unavailable failure = (RequestFailure.Unavailable) read.cause();
    assertThat(failure.alive()).isEqualTo(1);
    assertThat(failure.required()).isEqualTo(2);
    assertThat(failure).hasMessageContaining("nothing was attempted");
    assertThat(given.peers.sent()).isEmpty();
    assertThat(given.count(Counter.UNAVAILABLE)).isEqualTo(1);
    given.isQuiet();
  }

  @Test
  void theDeadAreAskedLast() {
    Stage given = Stage.ofOneDc().dead("us-2");
    given.read(Named.QUORUM);
    assertThat(given.peers.asked()).containsExactly("us-3");
    given.peers.to("us-3").breaks();
    assertThat(given.peers.asked()).containsExactly("us-3", "us-2");
  }

  @Test
  void whoFailsIsStoodInForByAReplicaThatBringsTheLevelCloser() {
    Stage given = Stage.ofThreeDcs();
    Future<ReadResult> read = given.read(Named.EACH_QUORUM);
    List<HandPeers.Sent> asked = given.peers.sent();
    HandPeers.Sent failing = asked.getFirst();
    assertThat(failing.to.dc()).isNotEqualTo(given.self.dc());
    failing.breaks();
    assertThat(given.peers.sent()).hasSize(asked.size() + 1);
    HandPeers.Sent standIn = given.peers.sent().getLast();
    assertThat(standIn.to.dc()).isEqualTo(failing.to.dc());

    asked.stream().filter(call -> call != failing).forEach(call -> call.state(Siblings.EMPTY));
    assertThat(read.isComplete()).isFalse();
    standIn.state(Siblings.EMPTY);
    assertThat(read.succeeded()).isTrue();
  }

  @Test
  void whoIsSlowIsStoodInForByAReplicaThatBringsTheLevelCloser() {
    Stage given = Stage.ofThreeDcs();
    Future<ReadResult> read = given.read(Named.EACH_QUORUM);
    List<HandPeers.Sent> asked = given.peers.sent();
    HandPeers.Sent slow = asked.getFirst();
    assertThat(slow.to.dc()).isNotEqualTo(given.self.dc());
    asked.stream().filter(call -> call != slow).forEach(call -> call.state(Siblings.EMPTY));
    given.time.pass(CoordinatorSettings.DEFAULT.hedgeMaxMs() + OperationTimer.TICK_MS);
    HandPeers.Sent standIn = given.peers.sent().get(asked.size());
    assertThat(standIn.to.dc()).isEqualTo(slow.to.dc());
    standIn.state(Siblings.EMPTY);
    assertThat(read.succeeded()).isTrue();
  }

  @Test
  void repairGoesToTheStaleOnesOnly() {
    Stage given = Stage.ofThreeDcs();
    Siblings fresh = given.written("us-2", 2, "v");
    Siblings stale = given.written("us-2", 1, "v");
    given.local.put(Stage.KEY, fresh);
    Future<ReadResult> read = given.read(new Count(4));
    List<HandPeers.Sent> asked = given.peers.sent();
    assertThat(asked).hasSize(3);
    asked.get(0).state(fresh);
    asked.get(1).state(stale);
    asked.get(2).state(Siblings.EMPTY);

    assertThat(read.result().siblings()).isEqualTo(fresh);
    List<HandPeers.Sent> repairs = given.peers.sent().subList(3, given.peers.sent().size());
    assertThat(repairs.stream().map(call -> call.to))
        .containsExactlyInAnyOrder(asked.get(1).to, asked.get(2).to);
    assertThat(repairs)
        .allSatisfy(
            call -> {
              assertThat(Siblings.decode(call.apply().siblings())).isEqualTo(fresh);
              assertThat(call.apply().forwardTo()).isEmpty();
            });
    assertThat(given.local.merged()).isEmpty();
    assertThat(given.count(Counter.READ_REPAIRS)).isEqualTo(2);
    repairs.forEach(HandPeers.Sent::ack);
    assertThat(given.peers.open()).isEmpty();
  }

  @Test
  void withoutReadRepairTheStaleOnesStayAsTheyAre() {
    Stage given = Stage.ofOneDc().settings(CoordinatorSettings.DEFAULT.withReadRepair(false));
    Siblings fresh = given.written("us-2", 1, "v");
    Future<ReadResult> read = given.read(Named.ALL);
    given.peers.sent().get(0).state(fresh);
    given.peers.sent().get(1).state(Siblings.EMPTY);

    assertThat(read.result().siblings()).isEqualTo(fresh);
    assertThat(given.peers.sent()).hasSize(2);
    assertThat(given.local.merged()).isEmpty();
    assertThat(given.count(Counter.READ_REPAIRS)).isZero();
  }

  @Test
  void thisNodeIsRepairedWithoutTheNetwork() {
    Stage given = Stage.ofOneDc();
    Siblings fresh = given.written("us-2", 1, "v");
    given.read(Named.QUORUM);
    given.peers.sent().getFirst().state(fresh);
    assertThat(given.peers.sent()).hasSize(1);
    assertThat(given.local.state(Stage.KEY)).isEqualTo(fresh);
  }

  @Test
  void aLateAnswerIsRepairedToo() {
    Stage given = Stage.ofOneDc();
    Siblings fresh = given.written("us-2", 1, "v");
    given.local.put(Stage.KEY, fresh);
    Future<ReadResult> read = given.read(Named.QUORUM);
    given.time.pass(CoordinatorSettings.DEFAULT.hedgeMaxMs() + OperationTimer.TICK_MS);
    List<HandPeers.Sent> asked = given.peers.sent();
    asked.get(1).state(fresh);
    assertThat(read.succeeded()).isTrue();
    assertThat(given.peers.sent()).hasSize(2);
    asked.get(0).state(Siblings.EMPTY);
    assertThat(given.peers.sent()).hasSize(3);
    assertThat(given.peers.sent().getLast().to).isEqualTo(asked.get(0).to);
  }

  @Test
  void underLastWriterWinsWhoHoldsTheWinnerWithAllHistoryIsNotRepaired() {
    Stage given = Stage.ofOneDc().lastWriterWins();
    Siblings older = given.written("us-2", 1, "old");
    Siblings newer = given.written("us-3", 2, "new");
    Siblings winner = older.mergeLastWriterWins(newer);
    given.local.put(Stage.KEY, winner);
    Future<ReadResult> read = given.read(Named.ALL);
    given.peers.to("us-2").state(older);
    given.peers.to("us-3").state(winner);

    assertThat(read.result().siblings()).isEqualTo(winner);
    assertThat(read.result().siblings().versions()).hasSize(1);
    assertThat(given.peers.sent()).hasSize(3);
    assertThat(given.peers.sent().getLast().to.nodeId()).isEqualTo("us-2");
    assertThat(Siblings.decode(given.peers.sent().getLast().apply().siblings())).isEqualTo(winner);
  }

  @Test
  void aContextThatIsMissingWidensTheReadToAllReplicas() {
    Stage given = Stage.ofOneDc();
    Siblings fresh = given.written("us-3", 3, "v");
    given.local.put(Stage.KEY, given.written("us-3", 2, "v"));
    Future<ReadResult> read = given.read(Named.ONE, fresh.context());
    assertThat(read.isComplete()).isFalse();
    assertThat(given.peers.asked()).containsExactlyInAnyOrder("us-2", "us-3");
    given.peers.to("us-2").state(Siblings.EMPTY);
    assertThat(read.isComplete()).isFalse();
    given.peers.to("us-3").state(fresh);
    assertThat(read.result().siblings()).isEqualTo(fresh);
  }

  @Test
  void aContextThatNobodyHasSeenIsNeverAnswered() {
    Stage given = Stage.ofOneDc();
    VersionVector unknown = given.written("us-3", 3, "v").context();
    Future<ReadResult> read = given.read(Named.QUORUM, unknown);
    given.peers.sent().getFirst().state(Siblings.EMPTY);
    assertThat(given.peers.sent()).hasSize(2);
    HandPeers.Sent last = given.peers.sent().getLast();
    last.breaks();
    assertThat(read.cause())
        .isInstanceOf(RequestFailure.ContextNotReached.class)
        .hasMessageContaining("; " + last.to.nodeId() + ": connection lost");
    assertThat(((RequestFailure) read.cause()).replicas())
        .containsExactly(new ReplicaFailure(last.to.nodeId(), "connection lost"));
    assertThat(given.count(Counter.CONTEXT_NOT_REACHED)).isEqualTo(1);
    given.isQuiet();
  }

  @Test
  void aNewerEpochInAReplyIsReported() {
    Stage given = Stage.ofOneDc();
    given.read(Named.QUORUM);
    HandPeers.Sent call = given.peers.sent().getFirst();
    given.peers.epoch(77);
    call.state(Siblings.EMPTY);
    assertThat(given.topology.seen()).containsExactly(call.to.number() + "@77");
  }

  @Test
  void aQuorumOfThreeDcsAsksTheOwnDcFirst() {
    Stage given = Stage.ofThreeDcs();
    given.read(Named.QUORUM);
    assertThat(given.peers.sent()).hasSize(4);
    assertThat(given.peers.asked()).contains("us-2", "us-3");
  }
}
