package io.atoll.cli.bench.engine;

/**
 * The store that is measured, behind a protocol. Used by one {@link Generator}. Neither reading nor
 * writing blocks or throws; each ends in exactly one {@link Completion#done}, not much later than
 * the timeout that the target was made with.
 *
 * <p>A generator is of one thread, and the target says which: completions and the tasks of {@link
 * #execute} come one at a time, each seeing what the one before did. Reads and writes are called
 * from inside them only.
 */
public interface Target extends AutoCloseable {
  /**
   * Reads a key.
   *
   * @param key unchanged until the completion
   */
  void read(byte[] key, Completion completion);

  /**
   * Writes {@code length} bytes of a value, which begins at {@code offset} of {@link Values#bytes}.
   *
   * @param key unchanged until the completion
   */
  void write(byte[] key, int offset, int length, Completion completion);

  /** Runs a task, now or soon; callable from any thread. */
  void execute(Runnable task);

  /**
   * Lets go of connections; what is in flight need not be completed any more. Callable from any
   * thread but that of the completions; blocks until all is gone.
   */
  @Override
  void close();
}
