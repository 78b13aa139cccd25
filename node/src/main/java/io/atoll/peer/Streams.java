package io.atoll.peer;

/** Streams from the other nodes, as the engines of one loop ask for them. */
public interface Streams {
  /**
   * Asks a peer for a stream.
   *
   * @return null when the request certainly did not leave, and the sink will hear nothing
   */
  <Q, R> OpenStream open(int member, PeerStream<Q, R> stream, Q request, ChunkSink<R> sink);
}
