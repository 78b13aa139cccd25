package io.atoll.node.cli.bench.engine;

/**
 * The store that is measured, behind a protocol. Used by one {@link Generator}, on its thread.
 * Neither call blocks or throws; each ends in exactly one {@link Completion#done}, on the same
 * thread, not much later than the timeout that the target was made with.
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

  /** Lets go of connections; what is in flight need not be completed any more. */
  @Override
  void close();
}
