package io.atoll.runtime;

import io.atoll.env.Address;
import io.atoll.env.PeerLinks;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import java.util.ArrayDeque;

/**
 * A link that this node opens: it connects at the first send, and at the first send after the pause
 * that follows every failure. Frames sent while it connects wait, within the queue's bound; during
 * the pause they are refused at once.
 */
final class OutboundLink implements PeerLinks.Link {
  private enum Phase {
    IDLE,
    CONNECTING,
    OPEN,
    PAUSING,
    ENDED
  }

  private final TcpPeerLinks links;
  private final Transport transport;
  private final String peerId;
  private final Address address;
  private final ArrayDeque<PeerLinks.Frame> waiting = new ArrayDeque<>();

  private Phase phase = Phase.IDLE;
  private PeerConnection connection;
  private int waitingBytes;
  private int failures;
  private long pauseEndsMs;

  OutboundLink(TcpPeerLinks links, Transport transport, String peerId, Address address) {
    this.links = links;
    this.transport = transport;
    this.peerId = peerId;
    this.address = address;
  }

  @Override
  public String peerId() {
    return peerId;
  }

  @Override
  public int version() {
    return phase == Phase.OPEN ? connection.version() : 0;
  }

  @Override
  public boolean send(byte[] frame) {
    links.checkSend(frame);
    return phase == Phase.OPEN
        ? connection.send(frame)
        : sendOnceOpen(version -> frame, frame.length);
  }

  @Override
  public boolean send(PeerLinks.Frame frame) {
    return phase == Phase.OPEN
        ? send(frame.bytes(connection.version()))
        : sendOnceOpen(frame, frame.bytes(transport.identity().versions().lowest()).length);
  }

  /**
   * @param sizeBytes about how many bytes it will have
   */
  private boolean sendOnceOpen(PeerLinks.Frame frame, int sizeBytes) {
    return switch (phase) {
      case OPEN, ENDED -> refuse();
      case CONNECTING -> await(frame, sizeBytes);
      case IDLE -> {
        connect();
        yield await(frame, sizeBytes);
      }
      case PAUSING -> {
        if (transport.clock().millis() < pauseEndsMs) {
          yield refuse();
        }
        connect();
        yield await(frame, sizeBytes);
      }
    };
  }

  @Override
  public int queuedBytes() {
    return connection == null ? waitingBytes : waitingBytes + connection.queuedBytes();
  }

  @Override
  public void endPause() {
    pauseEndsMs = transport.clock().millis();
    failures = 0;
  }

  @Override
  public void close() {
    if (phase != Phase.ENDED) {
      phase = Phase.ENDED;
      waiting.clear();
      links.ended(this);
      if (connection != null) {
        connection.end();
      }
    }
  }

  @Override
  public String toString() {
    return "link to peer %s at %s".formatted(peerId, address);
  }

  private boolean await(PeerLinks.Frame frame, int sizeBytes) {
    int size = FrameReader.HEADER_BYTES + sizeBytes;
    if (size > transport.settings().sizes().queueBytes() - waitingBytes) {
      return refuse();
    }
    waiting.add(frame);
    waitingBytes += size;
    return true;
  }

  private boolean refuse() {
    transport.stats().add(TransportStats.Counter.SEND_REFUSED, 1);
    return false;
  }

  private void connect() {
    phase = Phase.CONNECTING;
    links
        .connect(address)
        .onComplete(
            (socket, failure) -> {
              if (failure != null) {
                transport.stats().failed(LinkFailure.CONNECT);
                // The future may have failed within send(), from which no callback may come.
                links.loop().execute(() -> broke(LinkFailure.CONNECT, failure.getMessage(), false));
              } else {
                connected(socket);
              }
            });
  }

  private void connected(NetSocket socket) {
    if (phase == Phase.ENDED) {
      socket.close();
      return;
    }
    DialerHandshake handshake =
        new DialerHandshake(transport.identity(), peerId, transport.newNonce());
    connection =
        new PeerConnection(
            links.loop(),
            (NetSocketInternal) socket,
            handshake,
            transport.settings(),
            transport.stats(),
            transport.memory(),
            new Attempt());
    links.began(connection);
    connection.start(handshake.hello());
  }

  private void broke(LinkFailure reason, String text, boolean byPeer) {
    if (phase == Phase.ENDED) {
      return;
    }
    waiting.clear();
    waitingBytes = 0;
    connection = null;
    phase = Phase.PAUSING;
    pauseEndsMs = transport.clock().millis() + transport.pauseMs(++failures);
    transport.outboundLog(peerId).failed(toString(), reason, String.valueOf(text), byPeer);
    links.broken(this);
  }

  /** What the connection reports to. */
  private final class Attempt implements PeerConnection.Owner {
    @Override
    public void established(PeerConnection established, String id) {
      phase = Phase.OPEN;
      failures = 0;
      transport.outboundLog(peerId).recovered();
      transport.stats().add(TransportStats.Counter.LINKS_OUT, 1);
      waitingBytes = 0;
      PeerLinks.Frame frame;
      while ((frame = waiting.poll()) != null) {
        byte[] bytes = frame.bytes(established.version());
        links.checkSend(bytes);
        if (!established.send(bytes)) {
          // In this version the bytes are more than in the one they were counted in: those who sent
          // them learn of it by the break.
          established.end();
          return;
        }
      }
    }

    @Override
    public void frame(byte[] frame) {
      if (phase == Phase.OPEN) {
        links.received(OutboundLink.this, connection.version(), frame);
      }
    }

    @Override
    public void written() {
      if (phase == Phase.OPEN) {
        links.written(OutboundLink.this);
      }
    }

    @Override
    public void closed(PeerConnection gone, LinkFailure reason, String text, boolean byPeer) {
      links.gone(gone);
      broke(reason, text, byPeer);
    }
  }
}
