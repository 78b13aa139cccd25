package io.atoll.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.causal.CausalContext;
import io.atoll.causal.Siblings;
import io.atoll.causal.VersionVector;
import io.atoll.replication.ReplicationStats.Counter;
import io.atoll.ring.ConsistencyLevel.Count;
import io.atoll.ring.ConsistencyLevel.Named;
import io.atoll.ring.Member;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class WriteOperationTest {
  private static final RequestFailure DISK = new RequestFailure.StorageRefused("disk full");
  private static final RequestFailure NO_WAY = new RequestFailure.Unavailable("no way", 0, 1);

  @Test
  void aQuorumOnDiskAnswers() {
    Stage given = Stage.ofOneDc();
    Future<WriteResult> write = given.write(Named.QUORUM);
    assertThat(given.peers.asked()).containsExactlyInAnyOrder("us-2", "us-3");
    assertThat(write.isComplete()).isFalse();
    given.peers.to("us-3").ack();
    assertThat(write.result().outcome())
        .isEqualTo(new Outcome(3, 2, 2, 0, given.topology.newest().epoch(), true));
    given.peers.to("us-2").ack();
    assertThat(given.peers.open()).isEmpty();
    given.isQuiet();
  }

  @Test
  void whatIsSentIsWhatWasMade() {
    Stage given = Stage.ofOneDc();
    given.write(Named.ALL);
    Siblings made = given.local.state(Stage.KEY);
    assertThat(made.versions()).hasSize(1);
    assertThat(given.peers.sent())
        .allSatisfy(
            call -> {
              assertThat(Siblings.decode(call.apply().siblings())).isEqualTo(made);
              assertThat(call.apply().key()).isEqualTo(Stage.bytes(Stage.KEY));
              assertThat(call.apply().epoch()).isEqualTo(given.topology.newest().epoch());
              assertThat(call.apply().forwardTo()).isEmpty();
            });
  }

  @Test
  void theContextIsWhatTheClientHasSeenAndNotWhatTheKeyHas() {
    Stage given = Stage.ofOneDc();
    given.local.put(Stage.KEY, given.written("us-2", 1, "never read by this client"));
    VersionVector answered = given.write(Named.ONE).result().context().vector();
    Siblings now = given.local.state(Stage.KEY);
    assertThat(now.versions()).hasSize(2);
    assertThat(now.context().descends(answered)).isTrue();
    assertThat(answered.descends(now.context())).isFalse();
    assertThat(answered.newestDots()).hasSize(1);
  }

  @Test
  void theLocalDiskCountsOnlyWhenItHasSynced() {
    Stage given = Stage.ofOneDc();
    given.local.holdSyncs();
    Future<WriteResult> write = given.write(Named.QUORUM);
    given.peers.to("us-2").ack();
    assertThat(write.isComplete()).isFalse();
    given.local.release();
    assertThat(write.succeeded()).isTrue();
  }

  @Test
  void duplicateAcknowledgementsDoNotCount() {
    Stage given = Stage.ofThreeDcs();
    Future<WriteResult> write = given.write(Named.QUORUM);
    for (int i = 0; i < 10; i++) {
      given.peers.to("us-2").ack();
      given.peers.to("us-2").ackFor(given.self);
    }
    given.peers.to("us-3").ack();
    assertThat(write.isComplete()).isFalse();
    given.peers.to("us-2").ackFor(lead(given, "eu").to);
    assertThat(write.isComplete()).isFalse();
    lead(given, "ap").ack();
    assertThat(write.succeeded()).isTrue();
    assertThat(write.result().outcome().answered()).isEqualTo(5);
  }

  @Test
  void anAcknowledgementOfNoReplicaDoesNotCount() {
    Stage given = Stage.of("us-1", java.util.Map.of("us", 3));
    Future<WriteResult> write = given.write(Named.QUORUM);
    given.peers.to("us-2").ackFor(given.member("eu-1"));
    assertThat(write.isComplete()).isFalse();
  }

  @Test
  void everyRemoteDcIsCrossedOnce() {
    Stage given = Stage.ofThreeDcs();
    given.write(Named.EACH_QUORUM);
    assertThat(given.peers.sent()).hasSize(4);
    for (String dc : List.of("eu", "ap")) {
      HandPeers.Sent lead = lead(given, dc);
      assertThat(others(given, lead)).hasSize(2).allMatch(member -> member.dc().equals(dc));
    }
  }

  @Test
  void theLeadPassesBackTheAcknowledgementsOfTheOthers() {
    Stage given = Stage.ofThreeDcs();
    Future<WriteResult> write = given.write(Named.EACH_QUORUM);
    given.peers.to("us-2").ack();
    for (String dc : List.of("eu", "ap")) {
      HandPeers.Sent lead = lead(given, dc);
      lead.ackFor(others(given, lead).get(0));
      assertThat(write.isComplete()).isFalse();
      lead.ackFor(others(given, lead).get(1));
    }
    assertThat(write.succeeded()).isTrue();
  }

  @Test
  void aBrokenLeadIsReplacedByDirectCalls() {
    Stage given = Stage.ofThreeDcs();
    Future<WriteResult> write = given.write(Named.EACH_QUORUM);
    given.peers.to("us-2").ack();
    HandPeers.Sent ap = lead(given, "ap");
    ap.ack();
    ap.ackFor(others(given, ap).getFirst());
    HandPeers.Sent eu = lead(given, "eu");
    List<Member> others = others(given, eu);
    eu.ackFor(others.get(0));
    given.peers.forget();
    eu.breaks();
    assertThat(given.peers.asked()).containsExactly(others.get(1).nodeId());
    assertThat(given.count(Counter.FORWARD_ESCALATIONS)).isEqualTo(1);
    given.peers.sent().getFirst().ack();
    assertThat(write.succeeded()).isTrue();
  }

  @Test
  void aLeadThatCannotBeReachedIsReplacedAtOnce() {
    Stage before = Stage.ofThreeDcs();
    before.write(Named.QUORUM);
    HandPeers.Sent lead = lead(before, "eu");
    Stage given = Stage.ofThreeDcs().unreachable(lead.to.nodeId());
    Future<WriteResult> write = given.write(Named.ALL);
    assertThat(write.cause()).isInstanceOf(RequestFailure.NotEnoughAnswers.class);
    assertThat(given.peers.asked()).hasSize(5).contains("us-2", "us-3");
    assertThat(given.peers.sent().stream().map(call -> call.to)).containsAll(others(before, lead));
  }

  @Test
  void silentReplicasOfARemoteDcAreSentToOneByOneAndItsLeadIsNot() {
    Stage given = Stage.ofThreeDcs();
    Future<WriteResult> write = given.write(Named.EACH_QUORUM);
    given.peers.to("us-2").ack();
    HandPeers.Sent ap = lead(given, "ap");
    ap.ack();
    ap.ackFor(others(given, ap).getFirst());
    HandPeers.Sent eu = lead(given, "eu");
    given.peers.forget();
    given.time.pass(CoordinatorSettings.DEFAULT.forwardPatienceMs() + OperationTimer.TICK_MS);
    assertThat(given.peers.sent().stream().map(call -> call.to))
        .containsExactlyInAnyOrder(
            others(given, eu).get(0), others(given, eu).get(1), others(given, ap).get(1));
    given.peers.lastTo(others(given, eu).get(0).nodeId()).ack();
    eu.ackFor(others(given, eu).get(1));
    assertThat(write.succeeded()).as("the lead is still listened to").isTrue();
  }

  @Test
  void whomTheLeadCannotReachIsSentToDirectly() {
    Stage given = Stage.ofThreeDcs();
    given.write(Named.EACH_QUORUM);
    HandPeers.Sent eu = lead(given, "eu");
    given.peers.forget();
    Member other = others(given, eu).getFirst();
    eu.refuseFor(other, NO_WAY);
    assertThat(given.peers.asked()).containsExactly(other.nodeId());
    eu.refuseFor(other, NO_WAY);
    assertThat(given.peers.sent()).hasSize(1);
    assertThat(given.peers.sent().getFirst().open()).isTrue();
  }

  @Test
  void whoIsSentToDirectlyIsNotGivenUpForWhatTheLeadSays() {
    Stage given = Stage.ofThreeDcs();
    Future<WriteResult> write = given.write(Named.ALL);
    HandPeers.Sent eu = lead(given, "eu");
    HandPeers.Sent ap = lead(given, "ap");
    Member other = others(given, eu).getFirst();
    eu.refuseFor(other, NO_WAY);
    eu.refuseFor(other, NO_WAY);
    assertThat(write.isComplete()).isFalse();
    given.peers.to(other.nodeId()).ack();
    for (String local : List.of("us-2", "us-3")) {
      given.peers.to(local).ack();
    }
    eu.ack();
    eu.ackFor(others(given, eu).get(1));
    ap.ack();
    others(given, ap).forEach(ap::ackFor);
    assertThat(write.succeeded()).isTrue();
  }

  @Test
  void aLeadThatRefusesForItselfStillForwards() {
    Stage given = Stage.ofThreeDcs();
    Future<WriteResult> write = given.write(Named.EACH_QUORUM);
    given.peers.to("us-2").ack();
    HandPeers.Sent ap = lead(given, "ap");
    ap.ack();
    ap.ackFor(others(given, ap).getFirst());
    HandPeers.Sent eu = lead(given, "eu");
    given.peers.forget();
    eu.refuse(DISK);
    assertThat(given.peers.sent()).isEmpty();
    assertThat(eu.open()).isTrue();
    eu.ackFor(others(given, eu).get(0));
    eu.ackFor(others(given, eu).get(1));
    assertThat(write.succeeded()).isTrue();
  }

  @Test
  void theDeadAreNotSentTo() {
    Stage given = Stage.ofThreeDcs().dead("us-2", "eu-1", "ap-1", "ap-2", "ap-3");
    Future<WriteResult> write = given.write(Named.QUORUM);
    assertThat(write.cause()).isInstanceOf(RequestFailure.Unavailable.class);
    given = Stage.ofThreeDcs().dead("us-2", "eu-1", "ap-1", "ap-2");
    given.write(Named.QUORUM);
    assertThat(given.peers.asked()).hasSize(3).contains("us-3", "ap-3");
    assertThat(others(given, given.peers.to("ap-3"))).isEmpty();
    assertThat(others(given, lead(given, "eu"))).hasSize(1);
  }

  @Test
  void tooFewLivingReplicasWriteNothing() {
    Stage given = Stage.ofOneDc().dead("us-2", "us-3");
    Future<WriteResult> write = given.write(Named.QUORUM);
    RequestFailure.Unavailable failure = (RequestFailure.Unavailable) write.cause();
    assertThat(failure.alive()).isEqualTo(1);
    assertThat(failure.required()).isEqualTo(2);
    assertThat(inOrder(failure))
        .containsExactly(
            new ReplicaFailure("us-2", "considered down"),
            new ReplicaFailure("us-3", "considered down"));
    assertThat(failure)
        .hasMessageContaining("; us-2: considered down")
        .hasMessageContaining("; us-3: considered down");
    assertThat(given.peers.sent()).isEmpty();
    assertThat(given.local.writes()).isZero();
    given.isQuiet();
  }

  @Test
  void theDeadlineEndsItWithFiguresAndADoubt() {
    Stage given = Stage.ofOneDc();
    Future<WriteResult> write = given.write(Named.ALL);
    given.peers.to("us-2").ack();
    given.time.pass(Stage.TIMEOUT_MS + OperationTimer.TICK_MS);
    RequestFailure.NotEnoughAnswers failure = (RequestFailure.NotEnoughAnswers) write.cause();
    assertThat(failure.outcome().asked()).isEqualTo(3);
    assertThat(failure.outcome().answered()).isEqualTo(2);
    assertThat(failure.outcome().required()).isEqualTo(3);
    assertThat(failure)
        .hasMessageContaining("3 of 3")
        .hasMessageContaining("2 have it on disk")
        .hasMessageContaining("may still take effect");
    assertThat(given.peers.open()).isEmpty();
    assertThat(given.count(Counter.LATE_REPLICAS)).isEqualTo(1);
    given.isQuiet();
  }

  @Test
  void everyReplicaThatDidNotDoItsPartIsToldWithItsReason() {
    Stage given = Stage.ofOneDc();
    given.local.failSyncs(new RequestFailure.StorageRefused("no space left"));
    Future<WriteResult> write = given.write(Named.ONE);
    given.peers.to("us-2").breaks();
    given.time.pass(Stage.TIMEOUT_MS + OperationTimer.TICK_MS);
    RequestFailure.NotEnoughAnswers failure = (RequestFailure.NotEnoughAnswers) write.cause();
    assertThat(inOrder(failure))
        .containsExactly(
            new ReplicaFailure("us-1", "no space left"),
            new ReplicaFailure("us-2", "connection lost"),
            new ReplicaFailure("us-3", "timed out"));
    assertThat(failure).hasMessageContaining("0 have it on disk");
    for (String told :
        List.of("; us-1: no space left", "; us-2: connection lost", "; us-3: timed out")) {
      assertThat(failure.getMessage()).containsOnlyOnce(told);
    }
  }

  @Test
  void whoIsDownNotConnectedOrStillSilentIsTold() {
    Stage given = Stage.ofThreeDcs().dead("eu-1").unreachable("us-2", "us-3");
    RequestFailure failure = (RequestFailure) given.write(new Count(8)).cause();
    assertThat(failure.replicas())
        .contains(
            new ReplicaFailure("us-2", "not connected"),
            new ReplicaFailure("us-3", "not connected"),
            new ReplicaFailure("eu-1", "considered down"),
            new ReplicaFailure("eu-2", "no answer yet"),
            new ReplicaFailure("ap-3", "no answer yet"))
        .hasSize(9);
    assertThat(failure)
        .as("impossible before even the own disk has synced")
        .hasMessageContaining("0 have it on disk")
        .hasMessageContaining("; eu-1: considered down")
        .hasMessageEndingWith("; and 1 more");
  }

  @Test
  void ofOneReplicaTheNewestReasonIsTold() {
    Stage given = Stage.ofThreeDcs();
    Future<WriteResult> write = given.write(Named.ALL);
    HandPeers.Sent eu = lead(given, "eu");
    Member other = others(given, eu).getFirst();
    eu.refuseFor(other, NO_WAY);
    given.peers.lastTo(other.nodeId()).refuse(DISK);
    RequestFailure failure = (RequestFailure) write.cause();
    assertThat(failure.replicas()).contains(new ReplicaFailure(other.nodeId(), "disk full"));
    assertThat(failure.getMessage())
        .containsOnlyOnce(other.nodeId() + ": ")
        .doesNotContain("no way");
  }

  private static List<ReplicaFailure> inOrder(RequestFailure failure) {
    return failure.replicas().stream().sorted(Comparator.comparing(ReplicaFailure::node)).toList();
  }

  @Test
  void aLevelThatCanNoLongerBeMetFailsAtOnceButEverybodyWasSentTo() {
    Stage given = Stage.ofThreeDcs().unreachable("us-2", "us-3");
    Future<WriteResult> write = given.write(Named.ALL);
    assertThat(write.cause()).hasMessageContaining("may still take effect");
    assertThat(given.peers.sent().stream().map(call -> call.to.dc()))
        .containsExactlyInAnyOrder("ap", "eu");
    assertThat(given.peers.open()).isEmpty();
    given.isQuiet();
  }

  @Test
  void aWriteThatTheOwnStorageRefusesIsPassedOnWithinTheDcFirst() {
    Stage given = Stage.ofThreeDcs();
    given.local.refuseWrites(DISK);
    Future<WriteResult> write = given.write(Named.QUORUM);
    HandPeers.Sent first = given.peers.sent().getFirst();
    assertThat(first.to.dc()).isEqualTo("us");
    assertThat(first.coordinate().write().value()).isEqualTo(Stage.bytes("value"));
    first.refuse(DISK);
    HandPeers.Sent second = given.peers.sent().get(1);
    assertThat(second.to.dc()).isEqualTo("us");
    WriteResult done = new WriteResult(CausalContext.EMPTY, new Outcome(9, 5, 5, 0, 3, true));
    second.reply(new PeerReply.Done<>(3, 1, done));
    assertThat(write.result()).isEqualTo(done);
    assertThat(given.peers.asked()).doesNotContain(given.self.nodeId());
    assertThat(given.count(Counter.STORAGE_REFUSED)).isEqualTo(1);
    assertThat(given.count(Counter.WRITES_FORWARDED)).isEqualTo(1);
    assertThat(given.count(Counter.LATE_REPLICAS)).isZero();
    assertThat(given.count(Counter.NOT_ENOUGH_ANSWERS)).isZero();
    given.isQuiet();
  }

  @Test
  void theRefusalOfTheOwnStorageIsToldWhenTheOthersAloneCannotMeetTheLevel() {
    Stage given = Stage.ofOneDc();
    given.local.refuseWrites(DISK);
    assertThat(given.write(Named.ALL).cause()).isSameAs(DISK);
    assertThat(given.dead("us-2").write(Named.QUORUM).cause()).isSameAs(DISK);
    assertThat(given.peers.sent()).isEmpty();
    given.isQuiet();
  }

  @Test
  void theRefusalOfTheOwnStorageIsToldWhenNobodyElseCanBeReached() {
    Stage given = Stage.ofOneDc().unreachable("us-2", "us-3");
    given.local.refuseWrites(DISK);
    assertThat(given.write(Named.QUORUM).cause()).isSameAs(DISK);
    given.isQuiet();
  }

  @Test
  void aWriteThatWasPassedOnIsNotPassedOnAgain() {
    Stage given = Stage.ofOneDc();
    given.local.refuseWrites(DISK);
    Future<WriteResult> write =
        given.coordinator().writePassedOn(given.request(Named.QUORUM, "value"));
    assertThat(write.cause()).isSameAs(DISK);
    assertThat(given.peers.sent()).isEmpty();
    given.isQuiet();
  }

  @Test
  void aDiskThatDoesNotKeepUpHasItsWritesPassedOnToo() {
    Stage given = Stage.ofOneDc();
    given.local.refuseWrites(new RequestFailure.Overloaded("writes wait for the disk"));
    given.write(Named.QUORUM);
    assertThat(given.peers.sent()).hasSize(1);
  }

  @Test
  void whatEveryReplicaWouldRefuseIsNotPassedOn() {
    Stage given = Stage.ofOneDc();
    RequestFailure full = new RequestFailure.TooManySiblings("the key holds too many");
    given.local.refuseWrites(full);
    assertThat(given.write(Named.QUORUM).cause()).isSameAs(full);
    assertThat(given.peers.sent()).isEmpty();
  }

  @Test
  void aLocalLevelThatIsPassedOnStaysInItsDc() {
    Stage given = Stage.ofThreeDcs();
    given.local.refuseWrites(DISK);
    Future<WriteResult> write = given.write(Named.LOCAL_QUORUM);
    given.peers.sent().get(0).refuse(DISK);
    given.peers.sent().get(1).refuse(DISK);
    assertThat(write.cause()).isInstanceOf(RequestFailure.StorageRefused.class);
    assertThat(given.peers.sent()).hasSize(2).allMatch(call -> call.to.dc().equals("us"));
    given.isQuiet();
  }

  @Test
  void aSyncThatFailsLeavesItToTheOthers() {
    Stage given = Stage.ofOneDc();
    given.local.failSyncs(DISK);
    Future<WriteResult> write = given.write(Named.QUORUM);
    given.peers.to("us-2").ack();
    assertThat(write.isComplete()).as("the own replica does not count").isFalse();
    given.peers.to("us-3").ack();
    assertThat(write.succeeded()).isTrue();
    assertThat(write.result().outcome().answered()).isEqualTo(2);
  }

  @Test
  void aWriteThatIsMadeTooLateGoesNowhere() {
    Stage given = Stage.ofThreeDcs();
    given.local.holdMaking();
    Future<WriteResult> write = given.write(Named.QUORUM);
    given.time.pass(Stage.TIMEOUT_MS + OperationTimer.TICK_MS);
    assertThat(write.cause()).hasMessageContaining("may still take effect");
    assertThat(((RequestFailure.NotEnoughAnswers) write.cause()).outcome().asked()).isZero();
    assertThat(((RequestFailure) write.cause()).replicas())
        .containsExactly(new ReplicaFailure("us-1", "timed out"));
    given.local.release();
    assertThat(given.peers.sent()).isEmpty();
    given.isQuiet();
  }

  @Test
  void lateAcknowledgementsAfterTheAnswerAreHarmless() {
    Stage given = Stage.ofOneDc();
    Future<WriteResult> write = given.write(Named.ONE);
    assertThat(write.result().outcome().answered()).isEqualTo(1);
    given.peers.to("us-2").ack();
    given.peers.to("us-3").breaks();
    assertThat(given.count(Counter.LATE_REPLICAS)).isZero();
    given.isQuiet();
  }

  @Test
  void whoIsLateIsStillWaitedForAfterTheAnswer() {
    Stage given = Stage.ofThreeDcs();
    Future<WriteResult> write = given.write(Named.ONE);
    assertThat(write.succeeded()).isTrue();
    HandPeers.Sent eu = lead(given, "eu");
    given.peers.forget();
    eu.breaks();
    assertThat(given.peers.sent()).as("its others get the write all the same").hasSize(2);
    assertThat(given.coordinator().underWay()).isEqualTo(1);
    given.isQuiet();
  }

  @Test
  void aSenselessReplyCountsAsNone() {
    Stage given = Stage.ofOneDc();
    Future<WriteResult> write = given.write(Named.ALL);
    HandPeers.Sent call = given.peers.to("us-2");
    call.state(Siblings.EMPTY);
    assertThat(call.open()).isFalse();
    assertThat(write.cause()).isInstanceOf(RequestFailure.NotEnoughAnswers.class);
  }

  @Test
  void aNewerEpochInAReplyIsReported() {
    Stage given = Stage.ofOneDc();
    given.write(Named.QUORUM);
    given.peers.epoch(99);
    given.peers.to("us-2").ack();
    assertThat(given.topology.seen()).containsExactly(given.member("us-2").number() + "@99");
  }

  @Test
  void anOwnerToBeIsWrittenToAndDoesNotCountWhileItCopies() {
    Stage given = Stage.ofThreeDcs();
    ArcReplicas copying =
        ArcReplicas.of(given.members("us-1", "us-2", "eu-1"))
            .becoming(given.members("us-1", "us-3", "eu-2"), false);
    Future<WriteResult> write = given.write(Named.QUORUM, copying);
    assertThat(given.peers.asked()).hasSize(3).contains("us-2", "us-3");
    HandPeers.Sent eu = lead(given, "eu");
    assertThat(others(given, eu)).hasSize(1);
    given.peers.to("us-3").ack();
    eu.ackFor(given.member("eu-2"));
    assertThat(write.isComplete()).isFalse();
    given.peers.to("us-2").ack();
    assertThat(write.result().outcome().asked()).as("those that count").isEqualTo(3);
    assertThat(write.result().outcome().answered()).isEqualTo(2);
    assertThat(write.result().outcome().required()).isEqualTo(2);
    eu.ackFor(given.member("eu-1"));
    assertThat(given.peers.open()).isEmpty();
    given.isQuiet();
  }

  @Test
  void whileOldAndNewOwnersCountBothMustReachTheLevel() {
    Stage given = Stage.ofThreeDcs();
    ArcReplicas counting =
        ArcReplicas.of(given.members("us-1", "us-2", "eu-1"))
            .becoming(given.members("us-1", "us-3", "eu-2"), true);
    Future<WriteResult> write = given.write(Named.QUORUM, counting);
    given.peers.to("us-2").ack();
    assertThat(write.isComplete()).as("1 of the new owners").isFalse();
    lead(given, "eu").ackFor(given.member("eu-2"));
    assertThat(write.result().outcome().answered()).isEqualTo(3);
    given.isQuiet();
  }

  @Test
  void whoOnlyStandsInIsSentNoWrite() {
    Stage given = Stage.ofThreeDcs().dead("us-2");
    ArcReplicas sloppy =
        ArcReplicas.of(given.members("us-1", "us-2", "us-3"))
            .with(List.of(new ArcReplicas.Fallback(given.member("eu-1"), 1)));
    Future<WriteResult> write = given.write(Named.QUORUM, sloppy);
    assertThat(given.peers.asked()).containsExactly("us-3");
    given.peers.to("us-3").ack();
    assertThat(write.result().outcome().hints()).isZero();
    assertThat(given.peers.open()).isEmpty();
    given.isQuiet();
  }

  private static HandPeers.Sent lead(Stage given, String dc) {
    List<HandPeers.Sent> there =
        given.peers.sent().stream().filter(call -> call.to.dc().equals(dc)).toList();
    assertThat(there).as("crossings to %s", dc).hasSize(1);
    return there.getFirst();
  }

  private static List<Member> others(Stage given, HandPeers.Sent lead) {
    List<Member> others = new ArrayList<>();
    Arrays.stream(lead.apply().forwardTo())
        .forEach(number -> others.add(given.topology.newest().members().get(number)));
    return others;
  }

  @Test
  void whoIsConsideredDownIsHintedAtOnce() {
    Stage given = Stage.ofOneDc().dead("us-3");
    given.write(Named.QUORUM);
    assertThat(given.missed.told()).containsExactly("us-3 lacks key");
    given.peers.to("us-2").ack();
    given.isQuiet();
    assertThat(given.missed.told()).isEmpty();
  }

  @Test
  void whoRefusesOrBreaksIsHintedAtOnce() {
    Stage given = Stage.ofOneDc();
    given.write(Named.QUORUM);
    given.peers.to("us-2").refuse(DISK);
    assertThat(given.missed.told()).containsExactly("us-2 lacks key");
    given.peers.to("us-3").breaks();
    assertThat(given.missed.told()).containsExactly("us-3 lacks key");
    given.isQuiet();
    assertThat(given.missed.told()).isEmpty();
  }

  @Test
  void whoIsSilentIsHintedWhenTheTimeIsOver() {
    Stage given = Stage.ofOneDc();
    given.write(Named.ONE);
    given.peers.to("us-2").ack();
    assertThat(given.missed.told()).isEmpty();
    given.isQuiet();
    assertThat(given.missed.told()).containsExactly("us-3 lacks key");
  }

  @Test
  void nobodyIsHintedWhenAllHaveIt() {
    Stage given = Stage.ofThreeDcs();
    given.write(Named.QUORUM);
    HandPeers.Sent any = given.peers.sent().getFirst();
    given.replicas().forEach(any::ackFor);
    given.isQuiet();
    assertThat(given.missed.told()).isEmpty();
  }

  @Test
  void aWriteThatFailsIsHintedTooBecauseItIsHere() {
    Stage given = Stage.ofOneDc();
    Future<WriteResult> write = given.write(Named.ALL);
    given.peers.to("us-2").ack();
    given.isQuiet();
    assertThat(write.failed()).isTrue();
    assertThat(given.missed.told()).containsExactly("us-3 lacks key");
  }

  @Test
  void aWriteThatIsMadeOnlyWhenItsTimeIsOverIsForTheHintsAlone() {
    Stage given = Stage.ofOneDc();
    given.local.holdMaking();
    Future<WriteResult> write = given.write(Named.ONE);
    given.isQuiet();
    assertThat(write.failed()).isTrue();
    assertThat(given.missed.told()).isEmpty();
    given.local.release();
    assertThat(given.missed.told()).containsExactlyInAnyOrder("us-2 lacks key", "us-3 lacks key");
    assertThat(given.peers.sent()).isEmpty();
  }

  @Test
  void whatIsUnderWayWhenTheNodeStopsIsHintedAtOnce() {
    Stage given = Stage.ofOneDc();
    Future<WriteResult> write = given.write(Named.QUORUM);
    given.peers.to("us-2").ack();
    assertThat(write.succeeded()).isTrue();
    given.coordinator().nodeStops();
    assertThat(given.missed.told()).containsExactly("us-3 lacks key");
    given.write(Named.QUORUM);
    assertThat(given.missed.told()).containsExactlyInAnyOrder("us-2 lacks key", "us-3 lacks key");
    given.isQuiet();
    assertThat(given.missed.told()).isEmpty();
  }

  @Test
  void nothingIsHintedOfAWriteThatIsNotMade() {
    Stage given = Stage.ofOneDc().dead("us-3");
    given.local.refuseWrites(new RequestFailure.TooManySiblings("too many"));
    given.write(Named.ONE);
    given.isQuiet();
    assertThat(given.missed.told()).isEmpty();
  }
}
