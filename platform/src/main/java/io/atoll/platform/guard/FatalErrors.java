package io.atoll.platform.guard;

/**
 * Which failures no process recovers from: memory has run out, or the virtual machine is broken.
 * Whoever meets one in the middle of something cannot tell what was left undone, on whatever
 * thread, so the only state that is known to be right is that on the disk.
 *
 * <p>Netty's {@code OutOfDirectMemoryError} is an {@link OutOfMemoryError} and counts where it
 * reaches code of ours; where Netty meets it while it reads or writes a socket, it closes that
 * connection. A stack that is too deep is a defect of one request, and the stack is whole again
 * when it has been thrown.
 */
public final class FatalErrors {
  private static final int MAX_CAUSES = 16;

  private FatalErrors() {}

  /** Whether a failure, or what caused it, is one. */
  public static boolean isFatal(Throwable failure) {
    Throwable cause = failure;
    for (int i = 0; i < MAX_CAUSES && cause != null; i++) {
      if (cause instanceof OutOfMemoryError
          || cause instanceof InternalError
          || cause instanceof UnknownError) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }
}
