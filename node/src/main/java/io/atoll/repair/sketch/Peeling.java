package io.atoll.repair.sketch;

/**
 * Decodes the cells of a difference: what is the only token of a cell is known, with its weight; it
 * is taken out of all its cells, which leaves one token in others, until all cells are zero or none
 * has a single one. Takes time in proportion to the number of cells, for whatever cells.
 */
final class Peeling {
  private final Cells cells;
  private final int length;
  private final long[] found;
  private int count;

  /** The cells to look at, the last first: it has the fewest tokens. */
  private final int[] stack;

  private final boolean[] onStack;
  private int height;

  /**
   * @param cells are changed
   * @param length how many there are
   */
  Peeling(Cells cells, int length) {
    this.cells = cells;
    this.length = length;
    this.found = new long[length];
    this.stack = new int[length];
    this.onStack = new boolean[length];
  }

  Difference run() {
    long estimate = estimate();
    for (int cell = 0; cell < length; cell++) {
      look(cell);
    }
    // A cell that was found to have one token stays zero; more are found only in what is no
    // difference of sets.
    while (height > 0 && count < length) {
      int cell = stack[--height];
      onStack[cell] = false;
      if (cells.hasOne(cell)) {
        peel(cell);
      }
    }
    long[] tokens = Difference.tokens(found, count);
    return isWhole()
        ? new Difference.Whole(tokens)
        : new Difference.Undecided(tokens, Math.max(estimate, count + 1L));
  }

  /** A cell has changed. */
  void look(int cell) {
    if (!onStack[cell]) {
      onStack[cell] = true;
      stack[height++] = cell;
    }
  }

  private void peel(int cell) {
    long token = cells.only(cell);
    found[count++] = token;
    cells.change(token, PrimeField.negate(cells.weight(cell)), this);
  }

  private boolean isWhole() {
    for (int cell = 0; cell < length; cell++) {
      if (!cells.isZero(cell)) {
        return false;
      }
    }
    return length > 0;
  }

  private long estimate() {
    return Occupancy.estimate(length, cell -> 2.0 / (cell + 2), cells::isZero, 4L * length + 1);
  }
}
