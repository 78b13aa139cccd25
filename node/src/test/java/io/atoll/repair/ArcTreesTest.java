package io.atoll.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.repair.sketch.HashComparison;
import io.atoll.repair.sketch.HashTree;
import io.atoll.ring.Partitions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArcTreesTest {
  private static final int ARCS = 64;

  private static ArcTrees trees(TwoReplicas replicas) {
    return ArcTrees.begin(
            replicas.own,
            replicas.other,
            CommonArcs.of(replicas.topology, 0, 1, CommonArcs.ALL_KEYSPACES),
            Moments.settled(replicas.time.wallMs()))
        .result();
  }

  private static List<HashTree> leaves(HashTree tree) {
    List<HashTree> leaves = new ArrayList<>();
    if (tree.children().isEmpty()) {
      leaves.add(tree);
    }
    tree.children().forEach(child -> leaves.addAll(leaves(child)));
    return leaves;
  }

  @Test
  void replicasInStepHaveTheSameTree() {
    TwoReplicas replicas = new TwoReplicas(ARCS, "other");
    replicas.common(1, 500, 0);
    replicas.common(2, 300, 0);
    ArcTrees trees = trees(replicas);
    assertThat(trees.own()).isEqualTo(trees.theirs());
    assertThat(trees.own().hash().keys()).isEqualTo(800);
    assertThat(trees.own().compare(trees.theirs()).compared()).isEqualTo(1);
    assertThat(leaves(trees.own())).hasSize(2 * ARCS);
    assertThat(trees.refusal()).isNull();
  }

  @Test
  void whatDiffersIsFoundFromTheRootDown() {
    TwoReplicas replicas = new TwoReplicas(ARCS, "other");
    replicas.common(1, 500, 0);
    replicas.differ(2, 1, 0);
    int arc = Partitions.of(replicas.differing.get(2).first(), ARCS);
    ArcTrees trees = trees(replicas);
    HashComparison comparison = trees.own().compare(trees.theirs());
    assertThat(comparison.differing())
        .extracting(HashComparison::name)
        .containsExactly("arc " + arc);
    assertThat(comparison.children())
        .extracting(HashComparison::isSame)
        .containsExactly(true, false);
    assertThat(comparison.compared()).isEqualTo(1 + 2 + ARCS / ArcTrees.FAN_OUT + 16);
  }

  @Test
  void anArcThatIsUnknownIsInNeitherTree() {
    TwoReplicas replicas = new TwoReplicas(ARCS);
    replicas.common(1, 500, 0);
    replicas.other.sketches.doubted(1, Partitions.tokens(7, ARCS));
    ArcTrees trees = trees(replicas);
    assertThat(trees.notCompared()).containsExactly(new ArcId(1, 7));
    assertThat(trees.own()).isEqualTo(trees.theirs());
    assertThat(trees.own().hash().keys()).isLessThan(500);
  }

  @Test
  void oneAloneHasATreeToo() {
    TwoReplicas replicas = new TwoReplicas(ARCS);
    replicas.common(1, 500, 0);
    ArcTrees trees =
        ArcTrees.begin(
                replicas.own,
                replicas.own,
                CommonArcs.of(replicas.topology, 0, 0, 1),
                Moments.settled(replicas.time.wallMs()))
            .result();
    assertThat(trees.own().hash().keys()).isEqualTo(500);
  }

  @Test
  void aRefusalIsTold() {
    TwoReplicas replicas = new TwoReplicas(ARCS);
    replicas.other.topology = replicas.topology.withKeyspace(Rings.keyspace("new", 2));
    ArcTrees trees = trees(replicas);
    assertThat(trees.refusal()).isEqualTo(SketchAnswer.Reason.EPOCH);
    assertThat(trees.own()).isNull();
  }
}
