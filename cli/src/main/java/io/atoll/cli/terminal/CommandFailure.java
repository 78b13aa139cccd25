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
