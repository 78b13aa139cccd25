package io.atoll.cli.terminal;

/** The exit codes of every command. */
public final class ExitCode {
  public static final int OK = 0;

  /** It was tried and did not succeed. */
  public static final int FAILURE = 1;

  /** The command line, a setting or the input's form is wrong; nothing was tried. */
  public static final int USAGE = 2;

  /** {@code get} found no value. */
  public static final int NOT_FOUND = 3;

  /** {@code get} found concurrent values, or {@code delete} left values that it had not seen. */
  public static final int SIBLINGS = 4;

  /** A server was told to stop and did not within its bound. */
  public static final int STOP_HUNG = 6;

  /** A second Ctrl-C forced the end. */
  public static final int INTERRUPTED = 130;

  /** Whoever read the output has closed it, as a shell says it of what ends by SIGPIPE. */
  public static final int READER_GONE = 141;

  private ExitCode() {}
}
