package io.atoll.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.repair.SketchAnswer.Reason;
import io.atoll.ring.Partitions;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a comparison finds, between two replicas that keep their sketches as nodes do. */
class LadderTest {
  private static final int ARCS = 64;

  /** Leaves tokens in the first arc only. */
  private static final int ONE_ARC = 6;

  private static TreeMap<Integer, List<Long>> tokens(Compared compared) {
    TreeMap<Integer, List<Long>> tokens = new TreeMap<>();
    for (DifferingTokens each : compared.tokens()) {
      List<Long> list = new ArrayList<>();
      for (long token : each.tokens()) {
        list.add(token);
      }
      tokens.put(each.keyspaceId(), list);
    }
    return tokens;
  }

  private static TreeMap<Integer, List<Long>> expected(TwoReplicas replicas) {
    TreeMap<Integer, List<Long>> tokens = new TreeMap<>();
    replicas.differing.forEach((keyspaceId, of) -> tokens.put(keyspaceId, new ArrayList<>(of)));
    return tokens;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 12, 40, 90, 400})
  void tokensAreOfTheKeyspacesInWhichTheyDiffer(int differences) {
    TwoReplicas replicas = new TwoReplicas(ARCS, "other", "third");
    for (int keyspaceId = 1; keyspaceId <= 3; keyspaceId++) {
      replicas.common(keyspaceId, 3_000, 0);
    }
    replicas.differ(2, differences, 0);
    replicas.differ(3, differences / 3 + 1, 0);
    Compared compared = replicas.compare();
    assertThat(compared.inStep()).isFalse();
    assertThat(compared.streamed()).isEmpty();
    TreeMap<Integer, List<Long>> found = tokens(compared);
    found.forEach((keyspaceId, of) -> assertThat(of).isSortedAccordingTo(Long::compareUnsigned));
    // Where the same arc differs in two keyspaces, a token of one is named for both.
    replicas.differing.forEach(
        (keyspaceId, of) -> assertThat(found.get(keyspaceId)).containsAll(of));
    TreeSet<Long> all = new TreeSet<>(replicas.differing.get(2));
    all.addAll(replicas.differing.get(3));
    found.forEach((keyspaceId, of) -> assertThat(all).containsAll(of));
    if (differences < 4) {
      assertThat(found).isEqualTo(expected(replicas));
    }
  }

  @Test
  void anArcInWhichMuchDiffersIsToBeStreamed() {
    TwoReplicas replicas = new TwoReplicas(ARCS);
    replicas.common(1, 20_000, 0);
    replicas.differ(1, 1_000, ONE_ARC);
    Compared compared = replicas.compare();
    assertThat(compared.streamed()).containsExactly(new ArcId(1, 0));
    assertThat(compared.tokens()).isEmpty();
    assertThat(compared.inStep()).isFalse();
  }

  @Test
  void aReplicaThatLostEverythingIsToBeStreamedAndTheTreeIsNotDescended() {
    TwoReplicas replicas = new TwoReplicas(ARCS);
    for (int i = 0; i < 20_000; i++) {
      replicas.own.put(1, replicas.random.nextLong(), "%08x".formatted(i), 7, 0);
    }
    Compared compared = replicas.compare();
    assertThat(compared.streamed()).hasSize(ARCS);
    assertThat(compared.roundTrips()).isLessThanOrEqualTo(3);
    assertThat(replicas.other.read).isEmpty();
    assertThat(replicas.asked + replicas.answered).isLessThan(5_000);
  }

  @Test
  void manyArcsWithManyDifferencesAreReadSomeAtATime() {
    TwoReplicas replicas = new TwoReplicas(ARCS);
    replicas.common(1, 40_000, 0);
    replicas.differ(1, ARCS * 30, 0);
    Compared compared = replicas.compare();
    assertThat(compared.streamed()).isEmpty();
    assertThat(tokens(compared)).isEqualTo(expected(replicas));
    assertThat(replicas.other.read).hasSize(ARCS);
  }

  @Test
  void whatOneSideMakesNoCellsOfIsToBeStreamed() {
    TwoReplicas replicas = new TwoReplicas(ARCS);
    replicas.common(1, 2_000, ONE_ARC);
    replicas.differ(1, 40, ONE_ARC);
    replicas.other.crowded = true;
    assertThat(replicas.compare().streamed()).containsExactly(new ArcId(1, 0));
    replicas.other.crowded = false;
    replicas.other.busy = true;
    Compared compared = replicas.compare();
    assertThat(compared.refusal()).isNull();
    assertThat(compared.streamed()).containsExactly(new ArcId(1, 0));
    replicas.other.busy = false;
    assertThat(replicas.compare().streamed()).isEmpty();
  }

  @Test
  void fewDifferencesAreFoundWithoutReading() {
    TwoReplicas replicas = new TwoReplicas(ARCS);
    replicas.common(1, 2_000, 0);
    replicas.differ(1, 200, 0);
    assertThat(tokens(replicas.compare())).isEqualTo(expected(replicas));
    assertThat(replicas.other.read).isEmpty();
  }

  @Test
  void arcsThatAreUnknownOnEitherSideAreLeftOut() {
    TwoReplicas replicas = new TwoReplicas(ARCS);
    replicas.common(1, 2_000, 0);
    replicas.differ(1, 10, 0);
    long token = replicas.differing.get(1).removeFirst();
    int arc = Partitions.of(token, ARCS);
    replicas.other.sketches.doubted(1, Partitions.tokens(arc, ARCS));
    int other = arc == 7 ? 8 : 7;
    replicas.own.sketches.doubted(1, Partitions.tokens(other, ARCS));
    replicas.differing.get(1).removeIf(each -> Partitions.of(each, ARCS) == arc);
    replicas.differing.get(1).removeIf(each -> Partitions.of(each, ARCS) == other);
    Compared compared = replicas.compare();
    assertThat(compared.notCompared())
        .containsExactlyInAnyOrder(new ArcId(1, arc), new ArcId(1, other));
    assertThat(tokens(compared)).isEqualTo(expected(replicas));
  }

  @Test
  void whatCameAfterTheMomentDoesNotDiffer() {
    TwoReplicas replicas = new TwoReplicas(ARCS);
    replicas.common(1, 500, 0);
    for (int i = 0; i < 100; i++) {
      long token = replicas.random.nextLong();
      replicas.own.put(1, token, "%08x".formatted(i), 7, replicas.time.wallMs());
    }
    assertThat(replicas.compare().inStep()).isTrue();
    replicas.time.pass(10_000);
    assertThat(replicas.compare().inStep()).isFalse();
  }

  @Test
  void aSideThatBeganJustNowIsNotComparedYet() {
    TwoReplicas replicas = new TwoReplicas(ARCS);
    replicas.other.sketches.follow();
    assertThat(replicas.compare().refusal()).isEqualTo(Reason.MOMENT);
    replicas.time.pass(6_000);
    assertThat(replicas.compare().inStep()).isTrue();
  }

  @Test
  void anotherTopologyIsRefused() {
    TwoReplicas replicas = new TwoReplicas(ARCS);
    replicas.other.topology = replicas.topology.withKeyspace(Rings.keyspace("new", 2));
    Compared compared = replicas.compare();
    assertThat(compared.refusal()).isEqualTo(Reason.EPOCH);
    assertThat(compared.inStep()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(longs = {-300_000, -12_000, -5_000, 0, 5_000, 12_000, 300_000})
  void clocksThatAreApartHaveAMomentInCommonOrAreComparedAsTheyAre(long apartMs) {
    TwoReplicas replicas = new TwoReplicas(ARCS, apartMs);
    replicas.time.pass(20_000);
    replicas.common(1, 100, 0);
    Compared compared = replicas.compare();
    assertThat(compared.inStep()).isTrue();
    assertThat(compared.momentMs() == Moments.NOW).isEqualTo(Math.abs(apartMs) > 100_000);
    assertThat(compared.settledMs())
        .isLessThanOrEqualTo(Moments.settled(replicas.time.wallMs()))
        .isGreaterThan(replicas.time.wallMs() - Moments.KEPT_MS);
  }
}
