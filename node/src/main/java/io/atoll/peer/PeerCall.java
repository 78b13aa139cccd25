package io.atoll.peer;

/**
 * One kind of call: a request that is answered, once or several times.
 *
 * @param number how it is called on the wire, 1 to {@link PeerProtocol#MAX_NUMBER}, unique in its
 *     protocol
 * @param <Q> the request
 * @param <R> the reply
 */
public record PeerCall<Q, R>(
    PeerProtocol protocol, int number, String name, PeerCodec<Q> request, PeerCodec<R> reply) {
  public PeerCall {
    PeerProtocol.requireNumber("call", name, number);
  }
}
