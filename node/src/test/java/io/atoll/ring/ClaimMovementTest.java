package io.atoll.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ClaimMovementTest {
  private static final int PARTITIONS = 4096;

  @Provide
  Arbitrary<Shape> smallShapes() {
    return Shape.any(5, 3);
  }

  @Property(tries = 60)
  void joinMovesNoMoreThanTheCheapestFlow(
      @ForAll("smallShapes") Shape shape,
      @ForAll @IntRange(min = 0, max = 5) int rack,
      @ForAll @IntRange(min = 1, max = 5) int weight) {
    assertCheapest(shape, shape.joined(rack, weight));
  }

  @Property(tries = 60)
  void leaveMovesNoMoreThanTheCheapestFlow(
      @ForAll("smallShapes") Shape shape, @ForAll @IntRange(min = 0, max = 14) int index) {
    Shape after = shape.left(index % shape.members().size());
    if (after.depth() == shape.depth()) {
      assertCheapest(shape, after);
    }
  }

  @Property(tries = 60)
  void weightChangeMovesNoMoreThanTheCheapestFlow(
      @ForAll("smallShapes") Shape shape,
      @ForAll @IntRange(min = 0, max = 14) int index,
      @ForAll @IntRange(min = 1, max = 5) int weight) {
    assertCheapest(shape, shape.weighted(index % shape.members().size(), weight));
  }

  @Property(tries = 40)
  void withEvenRacksAChangeMovesWhatTheSharesForceWithinTwoPercent(
      @ForAll @IntRange(min = 3, max = 8) int racks,
      @ForAll @IntRange(min = 2, max = 6) int nodesPerRack,
      @ForAll @IntRange(min = 0, max = 47) int index,
      @ForAll @IntRange(min = 1, max = 4) int weight) {
    Shape shape = Shape.even(racks, nodesPerRack, 3, n -> 2);
    int node = index % shape.members().size();
    assertMovesWhatIsForced("join", shape, shape.joined(node % racks, weight));
    assertMovesWhatIsForced("new rack", shape, shape.joined(racks, weight));
    assertMovesWhatIsForced("leave", shape, shape.left(node));
    assertMovesWhatIsForced("weight", shape, shape.weighted(node, weight));
  }

  @Test
  void shorterPrefixesMoveWhatTheirSharesForceWithinTwoPercentAndTwoArcs() {
    for (Shape shape :
        new Shape[] {
          Shape.even(3, 3, 3, n -> 1), Shape.even(6, 5, 3, n -> 1), Shape.even(1, 9, 3, n -> 1)
        }) {
      changes(shape)
          .forEach(
              (name, after) -> {
                Claim before = shape.claim(PARTITIONS);
                Claim claim = before.next(after.members(), after.depths());
                for (int width = 1; width <= shape.depth(); width++) {
                  assertThat(Measure.moved(before, claim, width))
                      .as("%s, first %d of %d nodes", name, width, shape.members().size())
                      .isLessThanOrEqualTo((int) (1.02 * Measure.forced(before, after, width)) + 2);
                }
              });
    }
  }

  @Test
  void largeMixedDcsAreFairAndMoveWhatIsForced() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    shapes.put("3 racks of 3", Shape.even(3, 3, 3, n -> 1));
    shapes.put("6 racks of 5", Shape.even(6, 5, 3, n -> 1));
    shapes.put("10 racks of 10, weights 1 to 4", Shape.even(10, 10, 3, n -> 1 + n % 4));
    shapes.put("5 racks of 20, weights 1 to 5", Shape.even(5, 20, 3, n -> 1 + n * 7 % 5));
    shapes.forEach(
        (name, shape) ->
            changes(shape)
                .forEach(
                    (change, after) ->
                        assertMovesWhatIsForced(name + ", " + change, shape, after)));
  }

  private static Map<String, Shape> changes(Shape shape) {
    int heavy = shape.members().get(0).weight();
    Map<String, Shape> changes = new LinkedHashMap<>();
    changes.put("join", shape.joined(0, heavy));
    changes.put("join in a new rack", shape.joined(99, heavy));
    changes.put("leave", shape.left(shape.members().size() / 2));
    changes.put("weight doubled", shape.weighted(1, 2 * shape.members().get(1).weight()));
    return changes;
  }

  private static void assertMovesWhatIsForced(String name, Shape shape, Shape after) {
    Claim before = shape.claim(PARTITIONS);
    Claim claim = before.next(after.members(), after.depths());
    Measure.assertSpread(claim, after);
    for (int width = 1; width <= after.depth(); width++) {
      assertThat(Measure.worstRatio(claim, after, width, 100)).as(name).isLessThanOrEqualTo(1.01);
    }
    // One arc per node is rounding: shares are fractions, arcs are whole.
    assertThat((double) Measure.moved(before, claim, shape.depth()))
        .as(name)
        .isLessThanOrEqualTo(1.02 * Measure.forced(before, after, shape.depth()) + 1);
  }

  private static void assertCheapest(Shape shape, Shape after) {
    Claim before = shape.claim(64);
    Claim claim = before.next(after.members(), after.depths());
    assertThat(Measure.moved(before, claim, shape.depth()))
        .isEqualTo(CheapestClaim.moved(before, after));
  }
}
