package io.atoll.repair.sketch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A tree of sums is compared from the root down, and only where it differs. */
class HashTreeTest {
  @Test
  void aHashIsTheSumOfItsParts() {
    Sketch both = sketch(1, 2, 3);
    HashTree tree =
        HashTree.of("root", List.of(leaf("a", 1, 2), HashTree.of("b", List.of(leaf("c", 3)))));
    assertThat(tree.hash()).isEqualTo(both.hash());
    assertThat(tree.hash().keys()).isEqualTo(3);
    assertThat(tree.hash().digits()).hasSize(32);
  }

  @Test
  void theSameTreeIsComparedAtTheRootOnly() {
    HashComparison comparison = tree(64, -1).compare(tree(64, -1));
    assertThat(comparison.isSame()).isTrue();
    assertThat(comparison.compared()).isEqualTo(1);
    assertThat(comparison.differing()).isEmpty();
  }

  @Test
  void onlyTheWayToWhatDiffersIsLookedAt() {
    HashComparison comparison = tree(64, -1).compare(tree(64, 37));
    assertThat(comparison.differing()).extracting(HashComparison::name).containsExactly("arc 37");
    assertThat(comparison.compared()).isEqualTo(1 + 8 + 8);
  }

  @Test
  void whatOneSideLacksHasNoKeysThere() {
    HashTree left = HashTree.of("root", List.of(leaf("a", 1), leaf("b", 2)));
    HashTree deeper = HashTree.of("c", List.of(leaf("d", 4), leaf("e")));
    HashTree right = HashTree.of("root", List.of(leaf("b", 2), deeper));
    HashComparison comparison = left.compare(right);
    assertThat(comparison.children())
        .extracting(HashComparison::name)
        .containsExactly("a", "b", "c");
    assertThat(comparison.differing())
        .containsExactly(
            new HashComparison("a", sketch(1).hash(), SetHash.EMPTY, List.of()),
            new HashComparison("d", SetHash.EMPTY, sketch(4).hash(), List.of()));
  }

  @Test
  void whatIsDividedOnOneSideOnlyIsComparedAsAWhole() {
    HashTree divided = HashTree.of("arc", List.of(leaf("low", 1), leaf("high", 2)));
    HashComparison comparison = divided.compare(leaf("arc", 1, 2, 3));
    assertThat(comparison.children()).isEmpty();
    assertThat(comparison.differing()).containsExactly(comparison);
    assertThat(divided.compare(leaf("arc", 2, 1)).isSame()).isTrue();
  }

  @Test
  void aTreeThatIsNoneIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HashTree.of("root", List.of(leaf("a"), leaf("a"))))
        .withMessage("root has two children named a");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HashTree("root", SetHash.EMPTY, List.of(leaf("a", 1))))
        .withMessage("the hash of root is not the sum of its children's");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> leaf("a", 1).compare(leaf("b", 1)))
        .withMessage("a is not compared to b");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SetHash(0, -1, 0))
        .withMessage("ffffffffffffffff and 0000000000000000 must be below 2^64 - 59");
  }

  /** Arcs below replica sets of eight; one arc may have another key. */
  private static HashTree tree(int arcs, int other) {
    List<HashTree> sets = new ArrayList<>();
    for (int set = 0; set < arcs / 8; set++) {
      List<HashTree> children = new ArrayList<>();
      for (int arc = 8 * set; arc < 8 * set + 8; arc++) {
        children.add(leaf("arc " + arc, arc == other ? arc + 1000 : arc));
      }
      sets.add(HashTree.of("replicas " + set, children));
    }
    return HashTree.of("root", sets);
  }

  private static HashTree leaf(String name, long... tokens) {
    return HashTree.leaf(name, sketch(tokens));
  }

  private static Sketch sketch(long... tokens) {
    Sketch sketch = new Sketch(TwoSides.KEY, 1);
    for (long token : tokens) {
      sketch.change(token, SketchKey.NO_WEIGHT, 3 * token + 7);
    }
    return sketch;
  }
}
