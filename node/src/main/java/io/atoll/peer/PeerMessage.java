package io.atoll.peer;

/**
 * One kind of message: a call that is not answered, and that may be lost.
 *
 * @param number as that of a {@link PeerCall}, and from the same numbers
 * @param <Q> what it says
 */
public record PeerMessage<Q>(PeerProtocol protocol, int number, String name, PeerCodec<Q> content) {
  public PeerMessage {
    PeerProtocol.requireNumber("message", name, number);
  }
}
