package io.atoll.runtime;

import io.atoll.env.Address;
import io.atoll.env.Invariant;
import io.atoll.env.PeerLinks;
import io.atoll.net.Endpoint;
import io.atoll.net.SocketOptions;
import io.atoll.net.Tls;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The peer links of one loop, over TCP. All methods belong to the loop. */
final class TcpPeerLinks implements PeerLinks {
  /**
   * Peers that are not known yet may hold this many connections per loop open without a handshake.
   */
  static final int MAX_HANDSHAKES = 256;

  private static final Tls TLS = Tls.NONE;

  private final VertxLoop loop;
  private final Transport transport;
  // Vert.x closes a client, and its sockets, that nobody refers to.
  private final NetClient client;
  private final Set<PeerConnection> connections = new LinkedHashSet<>();
  private final Set<OutboundLink> outbound = new LinkedHashSet<>();
  private Receiver receiver;
  private int handshakes;
  private boolean closed;

  TcpPeerLinks(Vertx vertx, VertxLoop loop, Transport transport) {
    Invariant.check(loop.isCurrent(), "links are made on their loop");
    this.loop = loop;
    this.transport = transport;
    this.client =
        vertx.createNetClient(
            SocketOptions.netClient(TLS)
                .setConnectTimeout(transport.settings().opening().connectMs()));
    loop.every(transport.settings().heartbeat().everyMs(), this::tick);
  }

  @Override
  public Link open(String peerId, Address address) {
    Invariant.check(loop.isCurrent(), "links are opened on their loop");
    OutboundLink link = new OutboundLink(this, transport, peerId, address);
    outbound.add(link);
    if (closed) {
      link.close();
    }
    return link;
  }

  @Override
  public void onEvents(Receiver newReceiver) {
    Invariant.check(loop.isCurrent(), "the receiver is named on the loop");
    receiver = newReceiver;
  }

  /** An unknown peer connected. */
  void accept(NetSocket socket) {
    if (closed || receiver == null || handshakes >= MAX_HANDSHAKES) {
      LinkFailure reason =
          handshakes >= MAX_HANDSHAKES ? LinkFailure.OVERLOADED : LinkFailure.NOT_READY;
      transport.stats().failed(reason);
      String where = "connection from " + socket.remoteAddress();
      transport.inboundLog().failed(where, reason, "", false);
      socket.close();
      return;
    }
    handshakes++;
    PeerConnection connection =
        new InboundLink(this, transport, (NetSocketInternal) socket).connection();
    connections.add(connection);
    connection.start(null);
  }

  /** Breaks all links without a further callback. */
  Future<Void> close() {
    closed = true;
    receiver = null;
    List.copyOf(outbound).forEach(OutboundLink::close);
    List.copyOf(connections).forEach(PeerConnection::end);
    return client.close();
  }

  VertxLoop loop() {
    return loop;
  }

  Future<NetSocket> connect(Address address) {
    return client.connect(SocketOptions.connect(new Endpoint(address.host(), address.port(), TLS)));
  }

  void checkSend(byte[] frame) {
    Invariant.check(
        frame.length >= 1 && frame.length <= transport.settings().sizes().maxFrameBytes(),
        "a frame has 1 byte to the bound");
  }

  void began(PeerConnection connection) {
    connections.add(connection);
  }

  void gone(PeerConnection connection) {
    connections.remove(connection);
  }

  void ended(OutboundLink link) {
    outbound.remove(link);
  }

  /** An accepted connection passed its handshake, or ended before. */
  void shookHands() {
    handshakes--;
  }

  void received(Link link, int version, byte[] frame) {
    if (receiver != null) {
      receiver.frame(link, version, frame);
    }
  }

  void written(Link link) {
    if (receiver != null) {
      receiver.written(link);
    }
  }

  void broken(Link link) {
    if (receiver != null) {
      receiver.broken(link);
    }
  }

  private void tick() {
    long periodMs = transport.settings().heartbeat().everyMs();
    List.copyOf(connections).forEach(connection -> connection.tick(periodMs));
  }
}
