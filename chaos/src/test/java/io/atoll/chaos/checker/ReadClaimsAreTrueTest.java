package io.atoll.chaos.checker;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.causal.Siblings;
import io.atoll.causal.VersionVector;
import io.atoll.chaos.history.Ending;
import io.atoll.chaos.history.History;
import io.atoll.chaos.history.Question;
import io.atoll.chaos.history.Read;
import io.atoll.chaos.model.LevelRules;
import io.atoll.ring.ConsistencyLevel.Named;
import io.atoll.ring.Topology;
import io.atoll.sim.SimSettings;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadClaimsAreTrueTest {
  /** The default keyspace has three replicas in each of three DCs, and is written at a quorum. */
  private final Topology topology = Topology.form("test", 64, SimSettings.members(3, 3, 3));

  private List<String> judged(Named level, int asked, int answered, int required, boolean sees) {
    Ending.Claims claims = new Ending.Claims(asked, answered, required, 0, 1, sees);
    Question question =
        new Question("client", "dc1-1", "dc1", "default", "key", level, 1_000, 0, 1);
    Read read = new History().read(question, VersionVector.EMPTY, new BitSet());
    read.answered(new Ending.Answered(1, claims), Siblings.EMPTY);
    List<String> found = new ArrayList<>();
    ReadClaimsAreTrue.judge(topology, read, claims, new LevelRules(), found);
    return found;
  }

  @Test
  void whatIsTrueIsTakenForTrue() {
    assertThat(judged(Named.QUORUM, 5, 5, 5, true)).isEmpty();
    assertThat(judged(Named.LOCAL_QUORUM, 3, 2, 2, false)).isEmpty();
    assertThat(judged(Named.ALL, 9, 9, 9, true)).isEmpty();
  }

  @Test
  void whatExceedsTheTruthIsFound() {
    assertThat(judged(Named.QUORUM, 4, 4, 4, true)).singleElement().asString().contains("required");
    assertThat(judged(Named.QUORUM, 5, 4, 5, true)).singleElement().asString().contains("required");
    assertThat(judged(Named.ONE, 10, 1, 1, false)).singleElement().asString().contains("of 9");
    assertThat(judged(Named.ONE, 1, 1, 1, true)).singleElement().asString().contains("not all");
  }
}
