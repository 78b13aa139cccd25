package io.atoll.cli.terminal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A table in plain text: columns as wide as their widest cell, two blanks between them. Not the
 * table of picocli: that one is told the widths beforehand, knows no alignment to the right, and
 * reads markup in cells.
 */
public final class TextTable {
  private final List<String[]> rows = new ArrayList<>();
  private final Set<Integer> rightAligned = new TreeSet<>();
  private final int columns;

  public TextTable(String... titles) {
    columns = titles.length;
    rows.add(titles.clone());
  }

  /** Aligns columns, counted from 0, to the right, as is right for numbers. */
  public TextTable right(int... which) {
    Arrays.stream(which).forEach(rightAligned::add);
    return this;
  }

  /** Adds a row; a cell for each title. */
  public void row(String... cells) {
    if (cells.length != columns) {
      throw new IllegalArgumentException(cells.length + " cells for " + columns + " columns");
    }
    rows.add(cells.clone());
  }

  /** The lines, each ended by a newline; no blanks at the ends of lines. */
  @Override
  public String toString() {
    int[] widths = new int[columns];
    for (String[] row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        String blanks = " ".repeat(widths[i] - row[i].length());
        line.append(i == 0 ? "" : "  ");
        line.append(rightAligned.contains(i) ? blanks + row[i] : row[i] + blanks);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
