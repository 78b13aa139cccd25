package io.atoll.repair.sketch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cells are linear, any prefix of them is a sketch, and enough of them decode. */
class CellsTest {
  private final SplittableRandom random = new SplittableRandom(17);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 10, 100, 1000, 10_000})
  void enoughCellsDecode(int differences) {
    TwoSides sides = TwoSides.random(random, 300, differences);
    Difference difference = sides.cellsOfDifference(2 * differences + 20).decode();
    assertThat(difference).isInstanceOf(Difference.Whole.class);
    assertThat(((Difference.Whole) difference).tokens()).containsExactly(sides.expected());
  }

  /** How often it decodes; the first columns are the table of package-info. */
  @ParameterizedTest
  @CsvSource({
    "20, 20, 0, 10", "20, 30, 30, 60", "20, 40, 80, 100",
    "100, 120, 0, 10", "100, 150, 55, 90", "100, 180, 95, 100",
    "1000, 1200, 0, 0", "1000, 1400, 50, 100", "1000, 1500, 95, 100",
  })
  void theShareThatDecodesRisesSteeplyWithTheCells(
      int differences, int cells, int minPercent, int maxPercent) {
    int runs = differences > 100 ? 6 : 40;
    int decoded = 0;
    for (int i = 0; i < runs; i++) {
      TwoSides sides = TwoSides.random(random, 0, differences);
      Difference difference = sides.cellsOfDifference(cells).decode();
      long[] tokens =
          switch (difference) {
            case Difference.Whole whole -> whole.tokens();
            case Difference.Undecided undecided -> undecided.tokens();
          };
      assertThat(sides.differing).as("nothing else is found").containsAll(boxed(tokens));
      decoded += difference instanceof Difference.Whole ? 1 : 0;
    }
    assertThat(100 * decoded / runs).isBetween(minPercent, maxPercent);
  }

  @Test
  void aPrefixOfManyCellsIsTheSameAsFewCells() {
    TwoSides sides = TwoSides.random(random, 200, 0);
    Cells first = TwoSides.cells(sides.left, 0, 50);
    Cells next = TwoSides.cells(sides.left, 50, 300);
    assertThat(first.followedBy(next)).isEqualTo(TwoSides.cells(sides.left, 0, 300));
  }

  @Test
  void moreCellsDecodeWhatFewerDidNot() {
    TwoSides sides = TwoSides.random(random, 100, 200);
    Cells cells = sides.cellsOfDifference(150);
    assertThat(cells.decode())
        .isInstanceOfSatisfying(
            Difference.Undecided.class,
            undecided -> assertThat(undecided.estimate()).isBetween(100L, 400L));
    Cells more = TwoSides.cells(sides.left, 150, 400);
    more.subtract(TwoSides.cells(sides.right, 150, 400));
    Difference difference = cells.followedBy(more).decode();
    assertThat(((Difference.Whole) difference).tokens()).containsExactly(sides.expected());
  }

  @Test
  void cellsAreLinear() {
    TwoSides sides = TwoSides.random(random, 30, 30);
    Cells sum = TwoSides.cells(sides.left, 0, 64);
    sum.add(TwoSides.cells(sides.right, 0, 64));
    sum.subtract(TwoSides.cells(sides.left, 0, 64));
    assertThat(sum).isEqualTo(TwoSides.cells(sides.right, 0, 64));
    sum.change(4, 9, 10);
    sum.change(4, 10, 9);
    assertThat(sum).isEqualTo(TwoSides.cells(sides.right, 0, 64));
  }

  @Test
  void decodingLeavesTheCellsAsTheyAre() {
    Cells cells = TwoSides.random(random, 0, 20).cellsOfDifference(60);
    Cells before = cells.copy();
    cells.decode();
    assertThat(cells).isEqualTo(before);
  }

  @Test
  void tokensAtTheEdgesOfTheFieldAreFound() {
    TwoSides sides = new TwoSides();
    for (long token : new long[] {0, 58, 59, -59, -1, -60, Long.MIN_VALUE}) {
      sides.differ(random, token);
    }
    Difference difference = sides.cellsOfDifference(40).decode();
    assertThat(((Difference.Whole) difference).tokens())
        .contains(0, 58, 59, -59, -1, -60, Long.MIN_VALUE);
  }

  @Test
  void aTokenIsInTheCellsOfItsWalk() {
    int tokens = 20_000;
    int[] hits = new int[64];
    CellWalk walk = new CellWalk();
    for (int i = 0; i < tokens; i++) {
      for (walk.start(TwoSides.KEY.seed(i)); walk.cell() < hits.length; walk.next()) {
        hits[(int) walk.cell()]++;
      }
    }
    for (int cell = 0; cell < hits.length; cell++) {
      double expected = tokens * 2.0 / (cell + 2);
      double deviation = Math.sqrt(expected);
      assertThat((double) hits[cell])
          .as("tokens in cell %d", cell)
          .isBetween(expected - 5 * deviation, expected + 5 * deviation);
    }
  }

  @Test
  void cellsOfOtherNumbersAreNotCompared() {
    Cells cells = new Cells(TwoSides.KEY, 0, 10);
    Cells later = new Cells(TwoSides.KEY, 10, 20);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> cells.subtract(later))
        .withMessage(
            "Cells[0 to 10] and Cells[10 to 20] must have the same numbers and the same key");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> later.followedBy(cells))
        .withMessage("Cells[0 to 10] do not follow Cells[10 to 20]");
    assertThatIllegalArgumentException()
        .isThrownBy(later::decode)
        .withMessage("Cells[10 to 20]: must begin at 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Cells(TwoSides.KEY, 5, 4))
        .withMessage("cells 5 to 4: must rise from 0 to 16777216");
  }

  private static List<Long> boxed(long[] tokens) {
    return LongStream.of(tokens).boxed().toList();
  }
}
