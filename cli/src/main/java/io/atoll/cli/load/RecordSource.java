package io.atoll.cli.load;

import java.io.IOException;

/** Records one after another. Used by one thread. */
interface RecordSource {
  /**
   * The next record, or null at the end.
   *
   * @throws InputMistake when the next record is wrong; unless that is fatal, the one behind it is
   *     next
   */
  LoadRecord next() throws InputMistake, IOException;

  /** The line in which the next record begins, or an empty line before it. */
  long nextLine();

  /** How many bytes of the input lie before that line. */
  long nextOffset();
}
