package io.atoll.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.causal.VersionVector;
import io.atoll.chaos.fault.Fault;
import io.atoll.chaos.fault.FaultPlan;
import io.atoll.chaos.fault.Strike;
import io.atoll.chaos.fault.Whom;
import io.atoll.chaos.history.Ending;
import io.atoll.chaos.history.History;
import io.atoll.chaos.history.Question;
import io.atoll.chaos.world.Shape;
import io.atoll.ring.ConsistencyLevel.Named;
import io.atoll.ring.Topology;
import io.atoll.sim.SimCluster;
import io.atoll.sim.Undo;
import io.atoll.wire.FailureCode;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class EncounterTest {
  private static final long SECOND = 1_000_000_000;

  private final Topology topology = Topology.form("test", 16, Shape.of(1, 3).members());
  private final History history = new History();

  private record Nothing(Whom whom) implements Fault {
    @Override
    public Undo begin(SimCluster cluster) {
      throw new AssertionError("nothing begins here");
    }
  }

  private void request(long fromNanos, long toNanos) {
    Question question =
        new Question("client", "dc1-1", "dc1", "default", "key", Named.ONE, 1_000, fromNanos, 1);
    history
        .read(question, VersionVector.EMPTY, new BitSet())
        .refused(new Ending.Refused(toNanos, FailureCode.UNAVAILABLE, true, "for a test"));
  }

  private List<Integer> met(long atMs, long forMs, Whom whom) {
    FaultPlan plan = FaultPlan.of(List.of(new Strike(0, atMs, forMs, new Nothing(whom))));
    return Encounter.of(plan, history, topology).stream().map(Encounter::requests).toList();
  }

  @Test
  void aStrikeMeetsWhatIsInFlightThroughWhomItStrikesOrWithAReplicaThere() {
    request(SECOND, 2 * SECOND);
    request(3 * SECOND, 4 * SECOND);
    assertThat(met(1_500, 100, Whom.node("dc1-1"))).containsExactly(1);
    assertThat(met(1_500, 100, Whom.node("dc1-3"))).containsExactly(1);
    assertThat(met(1_500, 2_000, Whom.node("dc1-1"))).containsExactly(2);
  }

  @Test
  void aStrikeBetweenRequestsOrAtSomebodyElseMeetsNothing() {
    request(SECOND, 2 * SECOND);
    assertThat(met(2_500, 100, Whom.EVERYBODY)).containsExactly(0);
    assertThat(met(1_500, 100, Whom.node("dc2-1"))).containsExactly(0);
  }
}
