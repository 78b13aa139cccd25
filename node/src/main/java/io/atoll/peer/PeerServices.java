package io.atoll.peer;

import io.atoll.bytes.ByteReader;
import io.atoll.env.PeerLinks;

/**
 * What a node serves its peers on one loop: each engine adds its own calls and messages, before the
 * first frame comes.
 */
public final class PeerServices {
  private final PeerProtocol[] protocols = new PeerProtocol[PeerProtocol.MAX_NUMBER + 1];
  private final Object[][] services = new Object[PeerProtocol.MAX_NUMBER + 1][];

  /** A call and who serves it. */
  record Answering<Q, R>(PeerCall<Q, R> call, PeerHandler<Q, R> handler) {
    void serve(
        PeerEndpoint endpoint,
        PeerLinks.Link link,
        FrameHead head,
        ByteReader payload,
        int version) {
      Q request = FrameHead.payload(call.request(), payload, version);
      handler.serve(
          request,
          new Asked<>(endpoint, link, call, head.number(), head.asker(), head.timeLeftMs()));
    }
  }

  /** A message and who takes it. */
  record Receiving<Q>(PeerMessage<Q> message, PeerReceiver<Q> receiver) {
    void receive(String from, ByteReader payload, int version) {
      receiver.received(from, FrameHead.payload(message.content(), payload, version));
    }
  }

  /** A stream and who serves it. */
  record Streaming<Q, R>(PeerStream<Q, R> stream, StreamHandler<Q, R> handler) {
    Outflow<R> open(
        PeerLinks.Link link, FrameHead head, ByteReader payload, int version, long nowNanos) {
      Q request = FrameHead.payload(stream.request(), payload, version);
      long number = head.number();
      int credit = head.credit();
      ChunkSource<R> source = handler.open(request, head.asker());
      return new Outflow<>(link, number, stream, source, credit, nowNanos);
    }
  }

  /** Serves a call from now on. */
  public <Q, R> PeerServices serve(PeerCall<Q, R> call, PeerHandler<Q, R> handler) {
    put(call.protocol(), call.number(), call.name(), new Answering<>(call, handler));
    return this;
  }

  /** Takes a message from now on. */
  public <Q> PeerServices receive(PeerMessage<Q> message, PeerReceiver<Q> receiver) {
    put(message.protocol(), message.number(), message.name(), new Receiving<>(message, receiver));
    return this;
  }

  /** Serves a stream from now on. */
  public <Q, R> PeerServices stream(PeerStream<Q, R> stream, StreamHandler<Q, R> handler) {
    put(stream.protocol(), stream.number(), stream.name(), new Streaming<>(stream, handler));
    return this;
  }

  private void put(PeerProtocol protocol, int number, String name, Object service) {
    PeerProtocol other = protocols[protocol.number()];
    if (other != null && !other.equals(protocol)) {
      throw new IllegalArgumentException(
          "protocols '%s' and '%s' have the number %d: each must have its own"
              .formatted(other.name(), protocol.name(), protocol.number()));
    }
    if (other == null) {
      protocols[protocol.number()] = protocol;
      services[protocol.number()] = new Object[PeerProtocol.MAX_NUMBER + 1];
    }
    if (services[protocol.number()][number] != null) {
      throw new IllegalArgumentException(
          "'%s' of protocol '%s' has the number %d, which is taken: each must have its own"
              .formatted(name, protocol.name(), number));
    }
    services[protocol.number()][number] = service;
  }

  /** The protocol of a number, or null. */
  PeerProtocol protocol(int number) {
    return protocols[number];
  }

  /**
   * An {@link Answering}, {@link Receiving} or {@link Streaming}, or null for what is not served.
   */
  Object find(int protocol, int number) {
    Object[] ofProtocol = services[protocol];
    return ofProtocol == null ? null : ofProtocol[number];
  }
}
