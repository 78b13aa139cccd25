package io.atoll.membership;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many nodes on a bad network, for long. */
class GossipSimulationTest {
  private static final double LOSS = 0.2;

  @Test
  void sixtyNodesLoseOneDatagramInFiveForFiveMinutes() {
    live(GossipWorld.withHmac(1, 3, 20), 5 * 60_000);
  }

  @Test
  @Tag("slow")
  void aThousandNodesLoseOneDatagramInFiveForAnHour() {
    live(GossipWorld.withChecksums(1, 5, 200), 60 * 60_000);
  }

  /** Nobody is ever wrongly considered DOWN; then nodes crash and come back. */
  private static void live(GossipWorld world, long durationMs) {
    int nodes = world.nodes.size();
    world.loss = LOSS;
    world.startAll();
    world.run(30_000);
    long bytes = world.bytes;
    long datagrams = world.datagrams;
    world.run(durationMs - 30_000);
    double nodeSeconds = (durationMs - 30_000) / 1_000.0 * nodes;
    print(
        "%d nodes, %d s: %.0f B and %.1f datagrams per node and second, %d suspicions, %d false"
            + " DOWN (longest %d ms)",
        nodes,
        durationMs / 1_000,
        (world.bytes - bytes) / nodeSeconds,
        (world.datagrams - datagrams) / nodeSeconds,
        world.detections.suspicions,
        world.detections.falseDowns,
        world.detections.longestFalseMs());
    assertThat(world.detections.falseNow()).isZero();
    assertThat(world.detections.falseDowns).isZero();

    for (int i = 0; i < 3; i++) {
      crashAndReturn(world, world.nodes.get(i * nodes / 3));
    }
    assertThat(world.detections.falseDowns).isZero();
  }

  private static void crashAndReturn(GossipWorld world, SimNode victim) {
    world.crash(victim);
    long nearMs = world.runUntil(10_000, () -> colleaguesSeeDown(world, victim));
    assertThat(nearMs).as("its DC knows").isPositive();
    long farMs = world.runUntil(10_000, () -> world.allSee(victim, MemberState.DOWN));
    assertThat(farMs).as("the others know").isPositive();
    world.restart(victim);
    long backMs = world.runUntil(5_000, () -> world.allSee(victim, MemberState.ALIVE));
    assertThat(backMs).as("it is back for all").isPositive();
    long joinedMs = world.runUntil(30_000, () -> knowsAll(world, victim));
    assertThat(joinedMs).as("it has a report of each").isNotNegative();
    print(
        "%s: down in its DC after %d ms, everywhere after %d ms; back for all after %d ms, knows"
            + " all after %d ms",
        victim.id(), nearMs, nearMs + farMs, backMs, backMs + joinedMs);
  }

  private static boolean colleaguesSeeDown(GossipWorld world, SimNode victim) {
    for (SimNode node : world.nodes) {
      if (node != victim && node.dc == victim.dc && node.sees(victim) != MemberState.DOWN) {
        return false;
      }
    }
    return true;
  }

  private static boolean knowsAll(GossipWorld world, SimNode node) {
    for (SimNode other : world.nodes) {
      if (node.gossip.report(other.id()).epoch() == 0) {
        return false;
      }
    }
    return true;
  }

  private static void print(String format, Object... figures) {
    System.out.println(String.format(Locale.ROOT, format, figures));
  }
}
