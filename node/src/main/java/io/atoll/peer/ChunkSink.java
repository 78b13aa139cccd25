package io.atoll.peer;

/**
 * Where the chunks of one stream go, on the loop of the link.
 *
 * @param <R> the result at the end
 */
public interface ChunkSink<R> {
  /**
   * The next bytes, in order. They count against the window until {@link OpenStream#consumed}.
   *
   * @param bytes owned by the sink
   */
  void chunk(byte[] bytes);

  /** That was all; nothing more comes. */
  void ended(R result);

  /** It ended before its end, and not by this side's cancelling; nothing more comes. */
  void failed(StreamFailure why);
}
