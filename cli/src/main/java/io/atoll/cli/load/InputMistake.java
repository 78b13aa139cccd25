package io.atoll.cli.load;

/** A record of the input is wrong; carries no stack trace. */
final class InputMistake extends Exception {
  private static final long serialVersionUID = 1L;

  private final long line;
  private final boolean fatal;

  /**
   * @param line where the record begins, from 1
   * @param fatal whether nothing behind it can be read either
   */
  InputMistake(long line, boolean fatal, String message) {
    super(message, null, false, false);
    this.line = line;
    this.fatal = fatal;
  }

  long line() {
    return line;
  }

  boolean isFatal() {
    return fatal;
  }
}
