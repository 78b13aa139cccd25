package io.atoll.peer;

import io.vertx.core.Future;

/**
 * Where the chunks of one stream come from, on the loop of the link. It is asked for the next chunk
 * only when the asker has room for it and the link too, so a slow reader slows down the reads of
 * the disk.
 *
 * @param <R> the result at the end
 */
public interface ChunkSource<R> {
  /** What comes next. */
  sealed interface Next<R> {
    /**
     * More bytes.
     *
     * @param bytes 1 to what was asked for; owned by the stream from here on
     */
    record Chunk<R>(byte[] bytes) implements Next<R> {}

    /** That was all; the source is asked nothing more. */
    record End<R>(R result) implements Next<R> {}
  }

  /**
   * Reads on. Never called again before the last answer is there.
   *
   * @param maxBytes 1 to {@link PeerStream#MAX_CHUNK_BYTES}
   * @return completes on the loop; a failure ends the stream
   */
  Future<Next<R>> next(int maxBytes);

  /**
   * The stream ended before its end, by whatever: nothing more is asked, and an answer that is
   * still to come is thrown away. Called at most once.
   */
  void cancelled(StreamFailure why);
}
