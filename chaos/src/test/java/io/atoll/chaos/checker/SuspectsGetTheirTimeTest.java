package io.atoll.chaos.checker;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.chaos.checker.SuspectsGetTheirTime.Condemnation;
import io.atoll.chaos.fault.Fault;
import io.atoll.chaos.fault.Strike;
import io.atoll.chaos.fault.Whom;
import io.atoll.chaos.watch.Health;
import io.atoll.node.TestHooks;
import io.atoll.sim.SimCluster;
import io.atoll.sim.Undo;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SuspectsGetTheirTimeTest {
  private static final String ONE = "dc1-1";
  private static final String OTHER = "dc1-2";

  private final SimCluster cluster =
      new SimCluster(9, 1, 3, line -> {}, (nodeId, hooks) -> TestHooks.PLAIN);
  private final Health health = new Health(cluster);

  private record Held(Whom whom) implements Fault {
    @Override
    public Undo begin(SimCluster cluster) {
      return () -> {};
    }
  }

  /** The other is held still from 20 s to 26 s. */
  @BeforeEach
  void start() {
    health.begin();
    cluster.startAll();
    cluster.runForMs(20_000);
    health.expect(List.of(new Strike(1, 20_000, 6_000, new Held(Whom.node(OTHER)))));
  }

  private List<String> condemnedAt(long ms) {
    cluster.runForMs(ms - 20_000);
    Condemnation condemned = new Condemnation(ONE, OTHER, ms * 1_000_000);
    return new SuspectsGetTheirTime(List.of(condemned)).tooEarly(health);
  }

  @Test
  void aSuspectThatDidNotAnswerInTimeIsRightlyTakenForDown() {
    assertThat(condemnedAt(24_500)).isEmpty();
  }

  @Test
  void aSuspectIsNotTakenForDownAtOnce() {
    assertThat(condemnedAt(21_500)).singleElement().asString().contains("until 3500 ms before");
  }

  @Test
  void aSuspectThatAnswersAgainIsHeard() {
    assertThat(condemnedAt(27_000)).isEmpty();
    assertThat(condemnedAt(49_500)).singleElement().asString().contains("wrong until");
  }

  @Test
  void aSuspectThatAnsweredForLongEnoughIsNotTakenForDown() {
    assertThat(condemnedAt(29_500)).singleElement().asString().contains("wrong for 3000 ms");
  }

  @Test
  void whoWasGoneMayBeTakenForDownAtAnyTime() {
    cluster.stop(OTHER);
    cluster.runForMs(500);
    assertThat(condemnedAt(21_500)).isEmpty();
  }
}
