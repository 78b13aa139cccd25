package io.atoll.cli.terminal;

/** Why a command ends early, in words for its user; carries no stack trace. */
public final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  /** Ends with {@link ExitCode#FAILURE}. */
  public CommandFailure(String message) {
    this(ExitCode.FAILURE, message);
  }

  public CommandFailure(int exitCode, String message) {
    super(message, null, false, false);
    this.exitCode = exitCode;
  }

  /**
   * An option with a value that it cannot have: wrong usage.
   *
   * @param right what it must be, such as {@code 1 or more}
   */
  public static CommandFailure wrong(String option, Object value, String right) {
    return new CommandFailure(ExitCode.USAGE, "%s %s: must be %s".formatted(option, value, right));
  }

  /** Sees to it that an option has a value that it can have. */
  public static void require(boolean holds, String option, Object value, String right) {
    if (!holds) {
      throw wrong(option, value, right);
    }
  }

  /** The first line of why something failed, never empty. */
  public static String reason(Throwable e) {
    Throwable cause = e;
    while (cause.getMessage() == null && cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = cause.getMessage();
    return message == null || message.isBlank()
        ? cause.toString()
        : message.lines().findFirst().orElseThrow();
  }

  public int exitCode() {
    return exitCode;
  }
}
