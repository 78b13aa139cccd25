package io.atoll.membership;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.env.Address;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is refused says which field, which value, and what would be right. */
class BadInputTest {
  private static final Address SOMEWHERE = new Address("somewhere", 1);

  @Test
  void peersWithoutANameOrADc() {
    assertThatThrownBy(() -> new Peer(" ", "dc", SOMEWHERE))
        .hasMessageContaining("nodeId is empty");
    assertThatThrownBy(() -> new Peer("n", "", SOMEWHERE)).hasMessageContaining("dc of n is empty");
    assertThatThrownBy(() -> new Peer("n", "dc", null)).hasMessageContaining("gossip of n");
  }

  @Test
  void aPeerThatIsNamedTwice() {
    GossipWorld world = GossipWorld.withHmac(1, 1, 2);
    Peer twin = new Peer("a2", "dc-x", SOMEWHERE);
    SimNode a1 = world.node("a1");
    a1.start(world.peers());
    assertThatThrownBy(() -> a1.gossip.setPeers(List.of(world.node("a2").peer, twin)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("each nodeId may be named once");
  }

  @Test
  void reportsOutsideWhatTheWireCarries() {
    assertThatThrownBy(() -> new SelfReport(1, -5, 0, false))
        .hasMessageContaining("keys -5 is outside");
    assertThatThrownBy(() -> new SelfReport(Long.MAX_VALUE, 0, 0, false))
        .hasMessageContaining("epoch");
  }

  @Test
  void aGenerationOutsideItsRange() {
    GossipWorld world = GossipWorld.withHmac(1, 1, 2);
    SimNode a1 = world.node("a1");
    a1.generation = 0;
    assertThatThrownBy(() -> a1.start(world.peers()))
        .hasMessage("generation 0 is outside 1 to 2^61 - 1");
  }

  @Test
  void timingsThatContradictEachOther() {
    assertThatThrownBy(() -> new GossipSettings.Timing(500, 200, 100, 3_000, 6_000))
        .hasMessageContaining("timeoutMs is 100: it must be at least retryMs, 200");
    assertThatThrownBy(() -> new GossipSettings.Timing(500, 200, 1_200, 3_000, 2_000))
        .hasMessageContaining("suspicionMaxMs is 2000: it must be at least suspicionMinMs, 3000");
    assertThatThrownBy(() -> new GossipSettings.Timing(0, 200, 1_200, 3_000, 6_000))
        .hasMessageContaining("probeEveryMs is 0: it must be at least 1");
  }
}
