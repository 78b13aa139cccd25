package io.atoll.node.cli;

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

  public int exitCode() {
    return exitCode;
  }
}
