package io.atoll.chaos.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.chaos.fault.Whom;
import io.atoll.sim.SimCluster;
import io.atoll.sim.Way;
import java.util.List;
import org.junit.jupiter.api.Test;

class HealthTest {
  private static final String ONE = "dc1-1";
  private static final String OTHER = "dc1-2";
  private static final String THIRD = "dc1-3";

  private final WatchedCluster watched = new WatchedCluster(1, 3, 1_000);
  private final SimCluster cluster = watched.cluster();
  private final Health health = watched.health();

  private boolean isSound(String nodeId, long fromMs, long toMs) {
    return health.isSound(nodeId, fromMs * 1_000_000, toMs * 1_000_000);
  }

  private boolean isClear(String one, String other, long fromMs, long toMs) {
    return health.isClear(one, other, fromMs * 1_000_000, toMs * 1_000_000);
  }

  @Test
  void aNodeIsSoundFromWhenItServes() {
    assertThat(isSound(ONE, 0, 500)).isFalse();
    assertThat(isSound(ONE, 100, 1_000)).isTrue();
  }

  @Test
  void aNodeThatDiedAndCameBackBetweenTwoLooksWasGone() {
    cluster.crash(ONE, false);
    cluster.start(ONE);
    cluster.runForMs(1_000);
    assertThat(isSound(ONE, 900, 1_100)).isFalse();
    assertThat(isSound(ONE, 1_100, 2_000)).isTrue();
    assertThat(isSound(OTHER, 900, 2_000)).isTrue();
  }

  @Test
  void aNodeThatStaysAwayIsGoneAllTheTime() {
    cluster.crash(ONE, true);
    cluster.runForMs(1_000);
    assertThat(health.isGone(ONE, 1_100_000_000, 1_900_000_000)).isTrue();
    assertThat(health.isGone(ONE, 900_000_000, 1_900_000_000)).isFalse();
    assertThat(health.isGone(OTHER, 1_100_000_000, 1_900_000_000)).isFalse();
  }

  @Test
  void aStrikeCountsFromItsBeginningToItsEnd() {
    watched.strike(400, 200, Whom.node(ONE));
    assertThat(isSound(ONE, 100, 399)).isTrue();
    assertThat(isSound(ONE, 100, 400)).isFalse();
    assertThat(isSound(ONE, 450, 500)).isFalse();
    assertThat(isSound(ONE, 600, 700)).isFalse();
    assertThat(isSound(ONE, 601, 700)).isTrue();
    assertThat(isSound(OTHER, 100, 700)).isTrue();
  }

  @Test
  void aStrikeOfOneWayIsFeltByBothEndsAndByNobodyElse() {
    watched.strike(400, 200, Whom.ways(List.of(new Way(OTHER, ONE))));
    assertThat(isClear(ONE, OTHER, 300, 500)).isFalse();
    assertThat(isClear(OTHER, ONE, 300, 500)).isFalse();
    assertThat(isClear(ONE, OTHER, 601, 700)).isTrue();
    assertThat(isClear(ONE, THIRD, 300, 500)).isTrue();
    assertThat(isSound(ONE, 300, 500)).isTrue();
  }

  @Test
  void aStrikeOfEverybodyIsFeltByAll() {
    watched.strike(400, 200, Whom.EVERYBODY);
    assertThat(isSound(THIRD, 300, 500)).isFalse();
    assertThat(isClear(ONE, THIRD, 300, 500)).isFalse();
    assertThat(isClear(ONE, THIRD, 601, 700)).isTrue();
  }

  @Test
  void whoseDiskWasHarmedIsNotSoundAnyMore() {
    watched.strike(400, 200, Whom.node(ONE), ONE);
    assertThat(isSound(ONE, 800, 900)).isFalse();
    assertThat(isSound(OTHER, 800, 900)).isTrue();
  }

  @Test
  void aClockThatIsSetIsAStrikeAtThatMoment() {
    cluster.setClock(ONE, 60_000);
    cluster.runForMs(1_000);
    assertThat(isSound(ONE, 900, 1_100)).isFalse();
    assertThat(isSound(ONE, 1_100, 1_900)).isTrue();
  }

  @Test
  void spansThatTouchAreOne() {
    Spans spans = new Spans();
    spans.add(10, 20);
    spans.add(40, 50);
    assertThat(spans.cover(10, 50)).isFalse();
    assertThat(spans.meet(21, 39)).isFalse();
    spans.add(20, 40);
    assertThat(spans.cover(10, 50)).isTrue();
    assertThat(spans.meet(51, 60)).isFalse();
  }
}
