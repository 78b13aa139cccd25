package io.atoll.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.env.ProtocolVersions;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Nodes of different releases gossip in the highest version that both know. */
class GossipVersionsTest {
  private final GossipWorld world = GossipWorld.withHmac(5, 2, 3);
  private final SimNode a1 = world.node("a1");
  private final SimNode b1 = world.node("b1");

  /** How many datagrams of each version went from one node to another. */
  private Map<String, Long> versions(SimNode from, SimNode to, long durationMs) {
    Map<String, Long> counts = new HashMap<>();
    world.tap =
        (sender, target, datagram) -> {
          if (sender == from && target == to) {
            counts.merge("v" + datagram[0], 1L, Long::sum);
          }
        };
    world.run(durationMs);
    world.tap = (sender, target, datagram) -> {};
    return counts;
  }

  private Map<MemberState, Integer> states() {
    Map<MemberState, Integer> counts = new EnumMap<>(MemberState.class);
    for (SimNode each : world.nodes) {
      for (SimNode other : world.nodes) {
        counts.merge(each.sees(other), 1, Integer::sum);
      }
    }
    return counts;
  }

  private long dropped() {
    return world.nodes.stream()
        .mapToLong(
            node ->
                node.gossip.stats().value(GossipStats.Counter.OTHER_VERSION)
                    + node.gossip.stats().value(GossipStats.Counter.MALFORMED))
        .sum();
  }

  @Test
  void oneThatIsPinnedIsSpokenToInItsVersionAndTheOthersSpeakTheirs() {
    a1.versions = new ProtocolVersions(1, 1);
    world.startAll().run(20_000);

    assertThat(versions(b1, a1, 10_000)).containsOnlyKeys("v1");
    assertThat(versions(a1, b1, 10_000)).containsOnlyKeys("v1");
    assertThat(versions(b1, world.node("b2"), 10_000)).containsOnlyKeys("v3");
    assertThat(states()).containsOnlyKeys(MemberState.ALIVE);
    assertThat(dropped()).isZero();
    assertThat(b1.gossip.stats().commonVersion()).isEqualTo(1);
    assertThat(b1.gossip.report("a1").keys()).isEqualTo(100 + a1.index);
  }

  /** Half of the nodes pass on what the others say in words that have no place for it. */
  @Test
  void aConditionIsNotForgottenForOneWhoCannotSayIt() {
    world.nodes.stream()
        .filter(node -> node.index % 2 == 1 && node != a1 && node != b1)
        .forEach(node -> node.versions = new ProtocolVersions(1, 2));
    world.startAll().run(20_000);
    a1.gossip.updateSelf(new SelfReport(1, 100, 1_000, true));
    world.run(20_000);
    for (int i = 0; i < 50; i++) {
      world.run(200);
      assertThat(b1.gossip.report("a1").refusesWrites()).isTrue();
    }
  }

  @Test
  void onceItStartsUnpinnedAllSpeakTheNewerVersion() {
    a1.versions = new ProtocolVersions(1, 1);
    world.startAll().run(20_000);
    a1.versions = ProtocolVersions.SPOKEN;
    world.crash(a1);
    world.restart(a1);
    world.run(20_000);

    assertThat(versions(b1, a1, 10_000)).containsOnlyKeys("v3");
    assertThat(versions(a1, b1, 10_000)).containsOnlyKeys("v3");
    assertThat(world.nodes).allMatch(node -> node.gossip.stats().commonVersion() == 3);
    assertThat(dropped()).isZero();
  }

  @Test
  void oneThatComesBackOlderIsHeardAndConsideredAlive() {
    world.startAll().run(20_000);
    assertThat(versions(b1, a1, 10_000)).containsOnlyKeys("v3");
    a1.versions = new ProtocolVersions(1, 1);
    world.crash(a1);
    world.restart(a1);
    world.run(20_000);

    assertThat(versions(b1, a1, 10_000)).containsOnlyKeys("v1");
    assertThat(world.allSeeAllAlive()).isTrue();
  }

  @Test
  void rangesThatMeetInOneVersionFindIt() {
    a1.versions = new ProtocolVersions(3, 4);
    world.startAll().run(20_000);

    assertThat(versions(b1, a1, 10_000)).containsOnlyKeys("v3");
    assertThat(versions(a1, b1, 10_000)).containsOnlyKeys("v3");
    assertThat(states()).containsOnlyKeys(MemberState.ALIVE);
    assertThat(b1.gossip.stats().commonVersion()).isEqualTo(3);
  }

  @Test
  void whoSharesNoVersionIsCountedAndHarmsNobody() {
    a1.versions = new ProtocolVersions(4, 5);
    world.startAll().run(60_000);

    assertThat(b1.gossip.stats().value(GossipStats.Counter.OTHER_VERSION)).isPositive();
    assertThat(a1.gossip.stats().value(GossipStats.Counter.OTHER_VERSION)).isPositive();
    assertThat(b1.gossip.stats().value(GossipStats.Counter.MALFORMED)).isZero();
    assertThat(world.allSee(a1, MemberState.DOWN)).isTrue();
    for (SimNode each : world.nodes) {
      if (each != a1) {
        assertThat(each.sees(world.node("b2"))).isEqualTo(MemberState.ALIVE);
      }
    }
  }

  @Test
  void whatOthersSpeakIsPassedOnInTheNewerVersion() {
    world.cut = (from, to) -> (from == a1 && to == b1) || (from == b1 && to == a1);
    world.startAll().run(30_000);

    assertThat(b1.gossip.stats().commonVersion()).isEqualTo(3);
  }
}
