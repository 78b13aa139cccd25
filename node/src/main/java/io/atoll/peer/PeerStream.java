package io.atoll.peer;

/**
 * One kind of stream: a request that is answered by many chunks of bytes and a result at the end,
 * for what is too large for one frame. The transfer of arcs and repair will send ranges through
 * them; no engine in service has one yet.
 *
 * @param number as that of a {@link PeerCall}, and from the same numbers
 * @param <Q> the request
 * @param <R> the result
 */
public record PeerStream<Q, R>(
    PeerProtocol protocol, int number, String name, PeerCodec<Q> request, PeerCodec<R> result) {
  /** The longest chunk. */
  public static final int MAX_CHUNK_BYTES = 64 * 1024;

  public PeerStream {
    PeerProtocol.requireNumber("stream", name, number);
  }
}
