package io.atoll.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.env.Address;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Three DCs of three nodes and what may befall them; a1 to a3, b1 to b3, c1 to c3. */
class GossipScenarioTest {
  private static final long SETTLE_MS = 5_000;

  private final GossipWorld world = settled(1);
  private final SimNode a1 = world.node("a1");
  private final SimNode a2 = world.node("a2");
  private final SimNode b1 = world.node("b1");

  private static GossipWorld settled(long seed) {
    GossipWorld world = GossipWorld.withHmac(seed, 3, 3).startAll();
    world.run(SETTLE_MS);
    world.transcribing = true;
    return world;
  }

  private boolean allSee(SimNode subject, MemberState state) {
    return world.allSee(subject, state);
  }

  @Test
  void aHealthyClusterConsidersEverybodyAliveAndKnowsEveryReport() {
    world.run(60_000);

    assertThat(world.transcript).isEmpty();
    assertThat(world.detections.changes).isZero();
    for (SimNode observer : world.nodes) {
      for (SimNode subject : world.nodes) {
        assertThat(observer.gossip.report(subject.id()))
            .isEqualTo(new SelfReport(1, 100 + subject.index, 1_000 + subject.index, false));
      }
    }
  }

  @Test
  void aCrashedNodeIsDownForItsDcWithinTenSecondsAndForAllWithinFifteen() {
    world.crash(a1);

    long nearMs =
        world.runUntil(
            10_000, () -> a2.sees(a1) == MemberState.DOWN && sees("a3", a1) == MemberState.DOWN);
    assertThat(nearMs).isPositive();
    assertThat(world.runUntil(15_000 - nearMs, () -> allSee(a1, MemberState.DOWN))).isPositive();
    assertThat(world.transcript.getFirst()).endsWith("a1 crashes");
    assertThat(world.transcript.get(1)).contains("considers a1 SUSPECT, was ALIVE");
    assertThat(world.detections.falseDowns).isZero();
  }

  private MemberState sees(String observer, SimNode subject) {
    return world.node(observer).sees(subject);
  }

  @Test
  void aRestartedNodeIsAliveForAllWithinTwoSeconds() {
    world.crash(a1);
    assertThat(world.runUntil(20_000, () -> allSee(a1, MemberState.DOWN))).isPositive();
    world.restart(a1);

    assertThat(world.runUntil(2_000, () -> allSee(a1, MemberState.ALIVE))).isPositive();
    world.run(60_000);
    assertThat(world.allSeeAllAlive()).isTrue();
  }

  @Test
  void aNodeThatStartsLearnsAtOnceWhoIsDown() {
    world.crash(a1);
    world.crash(b1);
    world.run(20_000);
    world.restart(b1);

    assertThat(world.runUntil(3_000, () -> b1.sees(a1) == MemberState.DOWN)).isPositive();
  }

  @Test
  void aNodeThatStartsAgainWithAnOldGenerationTakesAHigherOne() {
    for (long back : new long[] {0, 1, 1_000_000}) {
      world.crash(a1);
      world.run(1_000);
      a1.generation -= 1_000 + back;
      world.restart(a1);
      assertThat(world.runUntil(60_000, () -> allSee(a1, MemberState.ALIVE))).isPositive();
      world.run(40_000);
      assertThat(world.allSeeAllAlive()).as("generation %d lower", back).isTrue();
      assertThat(a1.gossip.stats().value(GossipStats.Counter.REFUTATIONS)).isPositive();
    }
  }

  @Test
  void aNodeThatLeavesIsDownForAllAtOnceAndWithoutSuspicion() {
    a1.gossip.leave();
    a1.running = false;

    assertThat(world.runUntil(300, () -> allSee(a1, MemberState.DOWN))).isPositive();
    assertThat(world.detections.suspicions).isZero();
    assertThat(world.transcript)
        .hasSize(8)
        .allSatisfy(line -> assertThat(line).endsWith("considers a1 DOWN, was ALIVE"));
  }

  @Test
  void aFarewellThatSomeMissReachesThemThroughOthers() {
    world.cut = (from, to) -> from == a1 && !to.id().equals("b1");
    a1.gossip.leave();
    a1.running = false;

    assertThat(world.runUntil(2_000, () -> allSee(a1, MemberState.DOWN))).isPositive();
    assertThat(world.detections.suspicions).isZero();
  }

  @Test
  void aNodeThatLeftIsSilent() {
    a1.gossip.leave();
    long sent = a1.gossip.stats().value(GossipStats.Counter.SENT);
    world.run(10_000);

    assertThat(a1.gossip.stats().value(GossipStats.Counter.SENT)).isEqualTo(sent);
  }

  @Test
  void aSuspectRefutesAndIsNeverDeclaredDown() {
    world.cut = (from, to) -> from == a1 || to == a1;
    assertThat(world.runUntil(10_000, () -> a2.sees(a1) == MemberState.SUSPECT)).isPositive();
    world.cut = (from, to) -> false;

    assertThat(world.runUntil(2_000, () -> allSee(a1, MemberState.ALIVE))).isPositive();
    world.run(30_000);
    assertThat(a1.gossip.stats().value(GossipStats.Counter.REFUTATIONS)).isPositive();
    assertThat(world.transcript).noneMatch(line -> line.contains("considers a1 DOWN"));
    assertThat(world.allSeeAllAlive()).isTrue();
  }

  @Test
  void aNodeThatSleptIsDownForTheOthersButDeclaresNobodyDownAndIsBackAtOnce() {
    a1.pausedUntilMs = world.nowMs() + 60_000;
    world.run(59_000);
    assertThat(allSee(a1, MemberState.DOWN)).isTrue();
    world.run(1_000);

    assertThat(world.runUntil(3_000, () -> allSee(a1, MemberState.ALIVE))).isPositive();
    world.run(30_000);
    assertThat(a1.gossip.stats().value(GossipStats.Counter.PAUSES)).isEqualTo(1);
    assertThat(a1.gossip.stats().value(GossipStats.Counter.CONDEMNED)).isZero();
    assertThat(world.detections.falseDowns).isZero();
    assertThat(world.allSeeAllAlive()).isTrue();
  }

  @Test
  void aSuspicionThatASleeperHeldDoesNotRipenInItsSleep() {
    world.cut = (from, to) -> from == b1 || to == b1;
    assertThat(world.runUntil(20_000, () -> a1.sees(b1) == MemberState.SUSPECT)).isPositive();
    a1.pausedUntilMs = world.nowMs() + 60_000;
    world.run(1_000);
    world.cut = (from, to) -> false;
    world.run(75_000);

    assertThat(a1.gossip.stats().value(GossipStats.Counter.PAUSES)).isEqualTo(1);
    assertThat(a1.gossip.stats().value(GossipStats.Counter.CONDEMNED)).isZero();
    assertThat(world.allSeeAllAlive()).isTrue();
  }

  @Test
  void aNodeThatIsHeardButCannotHearIsDownForAllAndBuriesNobody() {
    world.cut = (from, to) -> to == a1;
    world.run(40_000);

    assertThat(allSee(a1, MemberState.DOWN)).isTrue();
    assertOthersAreAliveForEachOther();
    world.cut = (from, to) -> false;
    assertThat(world.runUntil(10_000, world::allSeeAllAlive)).isPositive();
    assertOthersWereNeverDown();
  }

  @Test
  void aNodeThatHearsButIsNotHeardIsDownForAll() {
    world.cut = (from, to) -> from == a1;
    world.run(40_000);

    assertThat(allSee(a1, MemberState.DOWN)).isTrue();
    assertOthersAreAliveForEachOther();
    world.cut = (from, to) -> false;
    assertThat(world.runUntil(10_000, world::allSeeAllAlive)).isPositive();
    assertOthersWereNeverDown();
  }

  private void assertOthersAreAliveForEachOther() {
    for (SimNode observer : world.nodes) {
      for (SimNode subject : world.nodes) {
        if (observer != a1 && subject != a1 && observer != subject) {
          assertThat(observer.sees(subject)).isEqualTo(MemberState.ALIVE);
        }
      }
    }
  }

  private void assertOthersWereNeverDown() {
    assertThat(world.transcript)
        .filteredOn(line -> line.contains(" DOWN, was "))
        .isNotEmpty()
        .allMatch(line -> line.contains("considers a1 ") || line.contains("a1 considers "));
  }

  @Test
  void aLinkThatIsCutBetweenTwoDcsTakesNobodyDownWhileTheThirdSeesBoth() {
    world.cut = (from, to) -> from.dc + to.dc == 1; // a and b
    world.run(300_000);

    assertThat(world.detections.changes).isZero();
  }

  @Test
  void aDcThatIsCutOffIsDownForTheOthersAliveForItselfAndBackWithinSeconds() {
    world.cut = (from, to) -> (from.dc == 0) != (to.dc == 0);
    world.run(60_000);
    for (SimNode observer : world.nodes) {
      for (SimNode subject : world.nodes) {
        if (observer != subject) {
          boolean together = (observer.dc == 0) == (subject.dc == 0);
          assertThat(observer.sees(subject))
              .isEqualTo(together ? MemberState.ALIVE : MemberState.DOWN);
        }
      }
    }

    world.note("healed");
    world.cut = (from, to) -> false;
    assertThat(world.runUntil(5_000, world::allSeeAllAlive)).isPositive();
    world.run(60_000);
    assertThat(world.allSeeAllAlive()).isTrue();
    assertThat(world.detections.falseDowns).isZero();
  }

  @Test
  void duplicatesAndReorderingChangeNothing() {
    world.duplicates = 0.5;
    world.run(120_000);

    assertThat(world.detections.changes).isZero();
    assertThat(a1.gossip.stats().value(GossipStats.Counter.REPLAYED)).isPositive();
    assertThat(a1.gossip.stats().value(GossipStats.Counter.FAILED_PROBES)).isZero();
  }

  @Test
  void aNodeThatCannotHearTrustsItsOwnProbesLess() {
    world.cut = (from, to) -> to == a1;
    world.run(10_000);

    assertThat(a1.gossip.stats().health()).isPositive();
    assertThat(a2.gossip.stats().health()).isZero();
  }

  @Test
  void aClusterOfOneIsQuietAndOneOfTwoFindsACrash() {
    GossipWorld one = GossipWorld.withHmac(1, 1, 1).startAll();
    one.run(10_000);
    assertThat(one.datagrams).isZero();
    one.node("a1").gossip.leave();

    GossipWorld two = GossipWorld.withHmac(1, 1, 2).startAll();
    two.run(10_000);
    two.crash(two.node("a2"));
    assertThat(two.runUntil(10_000, () -> two.allSee(two.node("a2"), MemberState.DOWN)))
        .isPositive();
  }

  @Test
  void aNewEpochIsKnownToAllWithinTwoSeconds() {
    a1.gossip.updateSelf(new SelfReport(2, 5, 6, false));

    assertThat(
            world.runUntil(
                2_000,
                () -> world.nodes.stream().allMatch(node -> node.gossip.report("a1").epoch() == 2)))
        .isPositive();
  }

  @Test
  void aNodeThatTakesNoWritesIsKnownToAllWithinTwoSecondsAndSoIsItsRecovery() {
    for (boolean refuses : List.of(true, false)) {
      a1.gossip.updateSelf(new SelfReport(1, 100, 1_000, refuses));
      assertThat(
              world.runUntil(
                  2_000,
                  () ->
                      world.nodes.stream()
                          .allMatch(node -> node.gossip.report("a1").refusesWrites() == refuses)))
          .isPositive();
    }
  }

  @Test
  void aRemovedPeerIsUnknownAndBackWhenItIsAMemberAgain() {
    List<Peer> without = new ArrayList<>(world.peers());
    without.remove(a1.peer);
    world.nodes.forEach(node -> node.gossip.setPeers(without));
    world.run(20_000);
    assertThat(b1.gossip.state("a1")).isEqualTo(MemberState.DOWN);
    assertThat(b1.gossip.stats().value(GossipStats.Counter.UNKNOWN_SENDER)).isPositive();

    world.nodes.forEach(node -> node.gossip.setPeers(world.peers()));
    world.run(20_000);
    assertThat(world.allSeeAllAlive()).isTrue();
    assertOthersWereNeverDown();
    assertThat(b1.gossip.report("a1").keys()).isEqualTo(100);
    assertThat(b1.gossip.stats().value(GossipStats.Counter.REPLAYED)).isZero();
  }

  @Test
  void aPeerThatMovesIsReachedAtItsNewAddress() {
    SimNode nowhere = b1;
    Peer moved = new Peer(nowhere.id(), "dc-b", new Address("nowhere", 1));
    List<Peer> peers = new ArrayList<>(world.peers());
    peers.set(peers.indexOf(nowhere.peer), moved);
    world.nodes.forEach(node -> node.gossip.setPeers(peers));
    assertThat(world.runUntil(20_000, () -> allSee(b1, MemberState.DOWN))).isPositive();

    world.nodes.forEach(node -> node.gossip.setPeers(world.peers()));
    assertThat(world.runUntil(10_000, () -> allSee(b1, MemberState.ALIVE))).isPositive();
  }

  @Test
  void theSameSeedGivesTheSameTranscriptAndTheSameBytes() {
    assertThat(turmoil(5)).isEqualTo(turmoil(5)).isNotEqualTo(turmoil(6));
  }

  private static List<String> turmoil(long seed) {
    GossipWorld world = settled(seed);
    world.loss = 0.3;
    world.duplicates = 0.1;
    world.crash(world.node("a1"));
    world.run(20_000);
    world.restart(world.node("a1"));
    world.run(20_000);
    world.note(world.datagrams + " datagrams, " + world.bytes + " bytes");
    return world.transcript;
  }
}
