package io.atoll.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.causal.Siblings;
import io.atoll.replication.ReplicationStats.Counter;
import io.atoll.resilience.ByteBudget;
import io.atoll.ring.ConsistencyLevel.Named;
import io.vertx.core.Future;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reads that are answered only when stale replicas have been brought up to date. */
class AwaitedRepairTest {
  private static final RequestFailure DISK = new RequestFailure.StorageRefused("no space left");

  private final Stage given = Stage.ofOneDc().blockingReadRepair();
  private final Siblings fresh = given.written("us-2", 2, "v");
  private final Siblings stale = given.written("us-2", 1, "v");

  /** A read at quorum of which this node has the fresh state and one peer a stale one. */
  private Future<ReadResult> readThatFindsOneStale(Stage stage) {
    stage.local.put(Stage.KEY, fresh);
    Future<ReadResult> read = stage.read(Named.QUORUM);
    stage.peers.sent().getFirst().state(stale);
    return read;
  }

  private static HandPeers.Sent last(Stage stage) {
    return stage.peers.sent().getLast();
  }

  @Test
  void theAnswerWaitsUntilTheStaleReplicaHasItOnDisk() {
    Future<ReadResult> read = readThatFindsOneStale(given);
    assertThat(read.isComplete()).isFalse();
    assertThat(given.peers.sent()).hasSize(2);
    assertThat(Siblings.decode(last(given).apply().siblings())).isEqualTo(fresh);
    given.time.pass(7);
    last(given).ack();
    assertThat(read.result().siblings()).isEqualTo(fresh);
    assertThat(read.result().outcome())
        .isEqualTo(new Outcome(2, 2, 2, 0, given.topology.newest().epoch(), true));
    assertThat(given.count(Counter.READ_REPAIRS)).isEqualTo(1);
    assertThat(given.count(Counter.READ_REPAIR_WAITS)).isEqualTo(1);
    assertThat(given.count(Counter.READ_REPAIR_WAIT_MICROS)).isEqualTo(7_000);
    given.isQuiet();
    assertThat(given.peers.sent()).hasSize(2);
    assertThat(given.peers.open()).isEmpty();
  }

  @Test
  void itWaitsForThisNodesOwnDiskToo() {
    given.local.put(Stage.KEY, stale);
    given.local.holdSyncs();
    Future<ReadResult> read = given.read(Named.QUORUM);
    given.peers.sent().getFirst().state(fresh);
    assertThat(read.isComplete()).isFalse();
    given.local.release();
    assertThat(read.result().siblings()).isEqualTo(fresh);
    assertThat(given.peers.sent()).hasSize(1);
  }

  @Test
  void whereAllAgreeNobodyWaits() {
    given.local.put(Stage.KEY, fresh);
    Future<ReadResult> read = given.read(Named.QUORUM);
    given.peers.sent().getFirst().state(fresh);
    assertThat(read.succeeded()).isTrue();
    assertThat(given.count(Counter.READ_REPAIR_WAITS)).isZero();
  }

  @Test
  void whereEnoughAgreeNobodyWaitsForTheRest() {
    given.local.holdReads();
    given.local.put(Stage.KEY, stale);
    Future<ReadResult> read = given.read(Named.QUORUM);
    given.time.pass(CoordinatorSettings.DEFAULT.hedgeMaxMs() + OperationTimer.TICK_MS);
    given.peers.sent().forEach(call -> call.state(fresh));
    assertThat(read.succeeded()).isTrue();
    given.local.release();
    assertThat(given.local.state(Stage.KEY)).isEqualTo(fresh);
    assertThat(given.count(Counter.READ_REPAIR_WAITS)).isZero();
  }

  @Test
  void whatNobodyHasGoesToAllWhoAnswered() {
    Siblings other = given.written("us-3", 1, "w");
    given.local.put(Stage.KEY, fresh);
    given.local.holdSyncs();
    Future<ReadResult> read = given.read(Named.QUORUM);
    given.peers.sent().getFirst().state(other);
    last(given).ack();
    assertThat(read.isComplete()).isFalse();
    given.local.release();
    assertThat(read.result().siblings()).isEqualTo(fresh.merge(other));
  }

  @Test
  void whoTakesNoRepairIsStoodInForAtOnce() {
    Future<ReadResult> read = readThatFindsOneStale(given);
    HandPeers.Sent refusing = last(given);
    refusing.refuse(DISK);
    assertThat(read.isComplete()).isFalse();
    assertThat(given.peers.sent()).hasSize(3);
    assertThat(last(given).to).isNotEqualTo(refusing.to);
    assertThat(Siblings.decode(last(given).apply().siblings())).isEqualTo(fresh);
    last(given).ack();
    assertThat(read.result().siblings()).isEqualTo(fresh);
    given.isQuiet();
  }

  @Test
  void whoIsSilentIsStoodInForAfterAWhile() {
    Future<ReadResult> read = readThatFindsOneStale(given);
    given.time.pass(CoordinatorSettings.DEFAULT.forwardPatienceMs() - 1);
    assertThat(given.peers.sent()).hasSize(2);
    given.time.pass(1 + OperationTimer.TICK_MS);
    assertThat(given.peers.sent()).hasSize(3);
    assertThat(read.isComplete()).isFalse();
    last(given).ack();
    assertThat(read.result().siblings()).isEqualTo(fresh);
  }

  @Test
  void whenNobodyTakesItTheReadIsRefusedAtOnceAndSaysWho() {
    Future<ReadResult> read = readThatFindsOneStale(given);
    last(given).refuse(DISK);
    last(given).breaks();
    RequestFailure.NotEnoughAnswers failure = (RequestFailure.NotEnoughAnswers) read.cause();
    assertThat(failure.replicas())
        .containsExactlyInAnyOrder(
            new ReplicaFailure("us-2", "took no repair: " + reasonOf("us-2")),
            new ReplicaFailure("us-3", "took no repair: " + reasonOf("us-3")));
    assertThat(failure)
        .hasMessageStartingWith(
            "keyspace 'blocking' has blocking read repair, so the read needs 2 of 3 replicas that"
                + " have what it would show; 1 had it on disk after at most 1000 ms; us-");
    assertThat(failure.outcome().answered()).isEqualTo(1);
    assertThat(given.count(Counter.READ_REPAIR_REFUSALS)).isEqualTo(1);
    assertThat(given.count(Counter.NOT_ENOUGH_ANSWERS)).isEqualTo(1);
    given.isQuiet();
    assertThat(given.peers.open()).isEmpty();
  }

  private String reasonOf(String nodeId) {
    boolean first = given.peers.sent().getFirst().to.nodeId().equals(nodeId);
    return first ? "no space left" : "connection lost";
  }

  @Test
  void atTheDeadlineTheReadIsRefused() {
    Future<ReadResult> read = readThatFindsOneStale(given);
    given.time.pass(Stage.TIMEOUT_MS + OperationTimer.TICK_MS);
    assertThat(read.cause())
        .isInstanceOf(RequestFailure.NotEnoughAnswers.class)
        .hasMessageContaining("; us-2: took no repair: timed out")
        .hasMessageContaining("; us-3: took no repair: timed out");
    given.isQuiet();
  }

  @Test
  void aLateAnswerChangesNothingAboutWhatIsShown() {
    Siblings newest = given.written("us-2", 3, "v");
    given.local.put(Stage.KEY, fresh);
    Future<ReadResult> read = given.read(Named.QUORUM);
    given.time.pass(CoordinatorSettings.DEFAULT.hedgeMaxMs() + OperationTimer.TICK_MS);
    List<HandPeers.Sent> asked = given.peers.sent();
    asked.get(1).state(stale);
    assertThat(read.isComplete()).isFalse();
    asked.get(0).state(newest);
    assertThat(read.result().siblings())
        .as("the newest replica has what is shown")
        .isEqualTo(fresh);
    assertThat(given.local.state(Stage.KEY)).as("afterwards all get the newest").isEqualTo(newest);
    assertThat(Siblings.decode(given.peers.lastTo(asked.get(1).to.nodeId()).apply().siblings()))
        .isEqualTo(newest);
    given.isQuiet();
  }

  @Test
  void whoAnswersLateAndStaleIsRepairedAtOnce() {
    given.local.put(Stage.KEY, fresh);
    Future<ReadResult> read = given.read(Named.QUORUM);
    given.time.pass(CoordinatorSettings.DEFAULT.hedgeMaxMs() + OperationTimer.TICK_MS);
    List<HandPeers.Sent> asked = given.peers.sent();
    asked.get(1).state(stale);
    asked.get(0).state(Siblings.EMPTY);
    assertThat(last(given).to).isEqualTo(asked.get(0).to);
    last(given).ack();
    assertThat(read.result().siblings()).isEqualTo(fresh);
    assertThat(given.count(Counter.READ_REPAIRS)).isEqualTo(2);
  }

  @Test
  void whereReadRepairIsOffTheAnswerIsRepairedAllTheSame() {
    Stage off =
        Stage.ofOneDc()
            .blockingReadRepair()
            .settings(CoordinatorSettings.DEFAULT.withReadRepair(false));
    Future<ReadResult> read = readThatFindsOneStale(off);
    assertThat(read.isComplete()).isFalse();
    last(off).ack();
    assertThat(read.succeeded()).isTrue();
  }

  @Test
  void aLocalLevelIsRepairedInItsDc() {
    Stage three = Stage.ofThreeDcs().blockingReadRepair();
    three.local.put(Stage.KEY, fresh);
    Future<ReadResult> read = three.read(Named.LOCAL_QUORUM);
    three.peers.sent().getFirst().state(stale);
    last(three).refuse(DISK);
    assertThat(last(three).to.dc()).isEqualTo("us");
    last(three).refuse(DISK);
    assertThat(read.failed()).isTrue();
    assertThat(three.peers.sent()).hasSize(3);
  }

  @Test
  void whatItHoldsMeanwhileIsGivenBack() {
    Stage large = Stage.ofOneDc().blockingReadRepair();
    large.memory = new ByteBudget(1_000_000);
    Siblings one = large.written("us-2", 1, "v".repeat(10_000));
    Siblings other = large.written("us-3", 1, "w".repeat(10_000));
    large.local.put(Stage.KEY, one);
    Future<ReadResult> read = large.read(Named.QUORUM);
    large.peers.sent().getFirst().state(other);
    assertThat(large.memory.reservedBytes()).isGreaterThan(60_000);
    last(large).ack();
    assertThat(read.succeeded()).isTrue();
    large.isQuiet();
    assertThat(large.memory.reservedBytes()).isZero();
  }

  @Test
  void aReadThatNamesAContextWaitsForAMoment() {
    Stage plain = Stage.ofOneDc();
    plain.local.put(Stage.KEY, fresh);
    Future<ReadResult> read = plain.read(Named.QUORUM, stale.context());
    plain.peers.sent().getFirst().state(stale);
    assertThat(read.isComplete()).isFalse();
    plain.time.pass(CoordinatorSettings.DEFAULT.forwardPatienceMs() - 1);
    assertThat(read.isComplete()).isFalse();
    plain.time.pass(1 + OperationTimer.TICK_MS);
    assertThat(read.result().siblings()).isEqualTo(fresh);
    assertThat(plain.peers.sent()).as("nobody stands in").hasSize(2);
    plain.isQuiet();
  }

  @Test
  void aReadThatNamesAContextIsAnsweredWhenTheRepairIsDoneOrRefused() {
    for (boolean done : new boolean[] {true, false}) {
      Stage plain = Stage.ofOneDc().unreachable("us-3");
      plain.local.put(Stage.KEY, fresh);
      Future<ReadResult> read = plain.read(Named.QUORUM, stale.context());
      plain.peers.to("us-2").state(stale);
      assertThat(read.isComplete()).isFalse();
      if (done) {
        last(plain).ack();
      } else {
        last(plain).refuse(DISK);
      }
      assertThat(read.result().siblings()).isEqualTo(fresh);
      assertThat(plain.count(Counter.READ_REPAIR_REFUSALS)).isZero();
      plain.isQuiet();
    }
  }

  @Test
  void aReadThatNamesAContextWaitsForNoRepairThatIsOff() {
    Stage off = Stage.ofOneDc().settings(CoordinatorSettings.DEFAULT.withReadRepair(false));
    off.local.put(Stage.KEY, fresh);
    Future<ReadResult> read = off.read(Named.QUORUM, stale.context());
    off.peers.sent().getFirst().state(stale);
    assertThat(read.succeeded()).isTrue();
    assertThat(off.peers.sent()).hasSize(1);
  }
}
