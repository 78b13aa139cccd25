package io.atoll.runtime;

import io.atoll.env.PeerLinks;
import io.vertx.core.internal.net.NetSocketInternal;

/** A link that a peer opened, or is about to: it lives as long as its connection. */
final class InboundLink implements PeerLinks.Link {
  private final TcpPeerLinks links;
  private final Transport transport;
  private final String remote;
  private final PeerConnection connection;
  private String peerId;
  private boolean ended;

  InboundLink(TcpPeerLinks links, Transport transport, NetSocketInternal socket) {
    this.links = links;
    this.transport = transport;
    this.remote = String.valueOf(socket.remoteAddress());
    this.connection =
        new PeerConnection(
            links.loop(),
            socket,
            new AcceptorHandshake(transport.identity(), transport.newNonce()),
            transport.settings(),
            transport.stats(),
            transport.memory(),
            new Visit());
  }

  PeerConnection connection() {
    return connection;
  }

  @Override
  public String peerId() {
    return peerId;
  }

  @Override
  public int version() {
    return ended ? 0 : connection.version();
  }

  @Override
  public boolean send(byte[] frame) {
    links.checkSend(frame);
    return !ended && connection.send(frame);
  }

  @Override
  public boolean send(PeerLinks.Frame frame) {
    return !ended && connection.version() != 0 && send(frame.bytes(connection.version()));
  }

  @Override
  public int queuedBytes() {
    return connection.queuedBytes();
  }

  @Override
  public void close() {
    ended = true;
    connection.end();
  }

  @Override
  public String toString() {
    return peerId == null
        ? "connection from " + remote
        : "link from peer %s at %s".formatted(peerId, remote);
  }

  /** What the connection reports to. */
  private final class Visit implements PeerConnection.Owner {
    @Override
    public void established(PeerConnection established, String id) {
      peerId = id;
      links.shookHands();
      transport.stats().add(TransportStats.Counter.LINKS_IN, 1);
    }

    @Override
    public void frame(byte[] frame) {
      if (!ended) {
        links.received(InboundLink.this, connection.version(), frame);
      }
    }

    @Override
    public void written() {
      if (!ended) {
        links.written(InboundLink.this);
      }
    }

    @Override
    public void closed(PeerConnection gone, LinkFailure reason, String text, boolean byPeer) {
      links.gone(gone);
      if (peerId == null) {
        links.shookHands();
      }
      transport.inboundLog().failed(InboundLink.this.toString(), reason, text, byPeer);
      if (peerId != null && !ended) {
        ended = true;
        links.broken(InboundLink.this);
      }
    }
  }
}
