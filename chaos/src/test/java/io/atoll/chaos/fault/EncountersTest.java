package io.atoll.chaos.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.causal.VersionVector;
import io.atoll.chaos.history.History;
import io.atoll.chaos.history.Question;
import io.atoll.ring.ConsistencyLevel.Named;
import io.atoll.ring.Topology;
import io.atoll.sim.SimSettings;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whether a fault met anything that it could break. */
class EncountersTest {
  private static final Topology TOPOLOGY =
      Topology.form("simulated", 64, SimSettings.members(1, 4, 4));

  private final History history = new History();

  private static Strike strike(long atMs, long forMs, String nodeId) {
    return new Strike(0, atMs, forMs, new Pause(nodeId));
  }

  private Encounters after(Strike... strikes) {
    return Encounters.of(FaultPlan.of(List.of(strikes)), history, TOPOLOGY);
  }

  private void ask(String node, long atMs, long timeoutMs) {
    history.read(
        new Question(
            "client", node, "dc1", "gone", "key", Named.ONE, timeoutMs, atMs * 1_000_000, 0),
        VersionVector.EMPTY,
        new BitSet());
  }

  @Test
  void aRequestIsMetWhileItIsInFlightAtTheNodeThatRunsIt() {
    ask("dc1-1", 100, 50);
    assertThat(after(strike(120, 10, "dc1-1")).missed()).isEmpty();
    assertThat(after(strike(90, 20, "dc1-1")).missed()).isEmpty();
    assertThat(after(strike(160, 20, "dc1-1")).met()).isEmpty();
    assertThat(after(strike(120, 10, "dc1-2")).met()).isEmpty();
  }

  @Test
  void theReplicasOfItsKeyAreMetToo() {
    history.read(
        new Question("client", "dc1-1", "dc1", "default", "key", Named.ONE, 50, 100_000_000, 0),
        VersionVector.EMPTY,
        new BitSet());
    long met =
        TOPOLOGY.members().values().stream()
            .filter(member -> !after(strike(110, 10, member.nodeId())).met().isEmpty())
            .count();
    assertThat(met).as("three replicas, and the coordinator if it is none").isBetween(3L, 4L);
  }

  @Test
  void aTallyCountsRunsAndNotStrikes() {
    ask("dc1-1", 100, 50);
    EncounterTally tally = new EncounterTally();
    tally.add(after(strike(110, 10, "dc1-1"), strike(300, 10, "dc1-1"), strike(115, 10, "dc1-1")));
    tally.add(after(strike(300, 10, "dc1-1")));
    assertThat(tally.lines())
        .containsExactly("Pause                  struck in 2 seeds, met a request in flight in 1");
    assertThat(after(strike(300, 10, "dc1-1")))
        .hasToString("0 of 1 strikes met a request, not so [Pause]");
  }
}
