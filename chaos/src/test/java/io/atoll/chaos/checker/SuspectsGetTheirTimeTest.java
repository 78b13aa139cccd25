package io.atoll.chaos.checker;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.chaos.checker.SuspectsGetTheirTime.Condemnation;
import io.atoll.chaos.fault.Whom;
import io.atoll.chaos.watch.WatchedCluster;
import io.atoll.sim.SimCluster;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SuspectsGetTheirTimeTest {
  private static final String ONE = "dc1-1";
  private static final String OTHER = "dc1-2";

  private final WatchedCluster watched = new WatchedCluster(1, 3, 20_000);
  private final SimCluster cluster = watched.cluster();

  /** The other is held still from 20 s to 26 s. */
  @BeforeEach
  void strike() {
    watched.strike(20_000, 6_000, Whom.node(OTHER));
  }

  private List<String> condemnedAt(long ms) {
    cluster.runForMs(ms - 20_000);
    Condemnation condemned = new Condemnation(ONE, OTHER, ms * 1_000_000);
    return new SuspectsGetTheirTime(List.of(condemned)).tooEarly(watched.health());
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
