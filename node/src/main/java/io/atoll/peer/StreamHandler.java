package io.atoll.peer;

/** Serves one kind of stream, on the loop that it came in on. */
@FunctionalInterface
public interface StreamHandler<Q, R> {
  /**
   * Serves one request.
   *
   * @param asker member number of who asks
   */
  ChunkSource<R> open(Q request, int asker);
}
