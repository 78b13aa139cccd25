package io.atoll.env;

import java.io.IOException;

/**
 * Something was thrown after which a process must not go on: its machine failed ({@link
 * VirtualMachineError}, such as an {@link OutOfMemoryError}), so that nobody can say which steps
 * were still done; or what it has in memory is no longer what it has promised, which an object of
 * this class says. Whoever catches everything, so that an unexpected failure is handled like an
 * expected one, passes on what is fatal; whoever runs the tasks of a node ends the process then, at
 * once. What was acknowledged is on the disk, and the next start reads it.
 *
 * <p>A {@link StackOverflowError} is not fatal: it unwinds the one task whose input was too deep,
 * and must not be a way to stop a node.
 */
public class FatalError extends Error {
  private static final long serialVersionUID = 1L;

  public FatalError(String message, Throwable cause) {
    super(message, cause);
  }

  /** Without a stack trace, for a death that is made on purpose. */
  protected FatalError(String message) {
    super(message, null, false, false);
  }

  /** Whether the process must end. */
  public static boolean is(Throwable thrown) {
    return thrown instanceof FatalError
        || (thrown instanceof VirtualMachineError && !(thrown instanceof StackOverflowError));
  }

  /** Throws what is fatal; returns for the rest. */
  public static void passOn(Throwable thrown) {
    if (is(thrown)) {
      throw (Error) thrown;
    }
  }

  /**
   * What was thrown as a failure of the task that threw it, which is handled as that of a disk is;
   * what is fatal is thrown.
   */
  public static IOException asFailure(Throwable thrown) {
    passOn(thrown);
    return thrown instanceof IOException failure
        ? failure
        : new IOException("an unexpected failure: " + thrown, thrown);
  }
}
