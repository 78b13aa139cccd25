package io.atoll.cli.load;

import java.io.IOException;
import java.util.List;

/** Rows of fields, one after another, the one that names the columns included. */
interface Rows {
  /**
   * One row.
   *
   * @param line where it begins
   * @param lastLine where it ends
   */
  record Row(long line, long lastLine, List<String> fields) {}

  /** The next row, or null at the end; the same conventions as {@link RecordSource#next}. */
  Row next() throws InputMistake, IOException;
}
