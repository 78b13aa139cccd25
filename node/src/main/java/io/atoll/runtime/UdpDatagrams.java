package io.atoll.runtime;

import io.atoll.env.Address;
import io.atoll.env.Clock;
import io.atoll.env.Datagrams;
import io.atoll.net.SocketOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.datagram.DatagramPacket;
import io.vertx.core.datagram.DatagramSocket;

/** The gossip socket, over UDP. All methods belong to loop 0. */
final class UdpDatagrams implements Datagrams {
  /**
   * Both the kernel's queue and the buffer of one read: a datagram of any length is seen whole, so
   * that a long one is told from one that was cut.
   */
  private static final int RECEIVE_BUFFER_BYTES = 256 * 1024;

  private final DatagramSocket socket;
  private final HostAddresses hosts;
  private final TransportStats stats;
  private Receiver receiver;

  private UdpDatagrams(DatagramSocket socket, HostAddresses hosts, TransportStats stats) {
    this.socket = socket;
    this.hosts = hosts;
    this.stats = stats;
  }

  /**
   * To be called on loop 0.
   *
   * @param port 0 for a free one
   */
  static Future<UdpDatagrams> open(
      Vertx vertx, Clock clock, TransportStats stats, String host, int port) {
    DatagramSocket socket =
        vertx.createDatagramSocket(
            SocketOptions.datagrams(host).setReceiveBufferSize(RECEIVE_BUFFER_BYTES));
    UdpDatagrams datagrams = new UdpDatagrams(socket, new HostAddresses(vertx, clock), stats);
    socket.handler(datagrams::received);
    // Such as "port unreachable" for a datagram sent before: loss, which is nobody's business.
    socket.exceptionHandler(ignored -> {});
    return socket
        .listen(port, host)
        .map(datagrams)
        .recover(e -> socket.close().transform(ignored -> Future.failedFuture(e)));
  }

  int port() {
    return socket.localAddress().port();
  }

  @Override
  public void send(Address to, byte[] payload) {
    if (payload.length > MAX_BYTES) {
      stats.add(TransportStats.Counter.DATAGRAMS_TOO_LONG, 1);
      return;
    }
    hosts.find(
        to.host(),
        literal -> {
          if (literal == null) {
            stats.add(TransportStats.Counter.DATAGRAMS_LOST, 1);
            return;
          }
          stats.add(TransportStats.Counter.DATAGRAMS_OUT, 1);
          socket
              .send(Buffer.buffer(payload), to.port(), literal)
              .onFailure(e -> stats.add(TransportStats.Counter.DATAGRAMS_LOST, 1));
        });
  }

  @Override
  public void onReceive(Receiver newReceiver) {
    receiver = newReceiver;
  }

  Future<Void> close() {
    receiver = null;
    return socket.close();
  }

  private void received(DatagramPacket packet) {
    int length = packet.data().length();
    stats.add(TransportStats.Counter.DATAGRAMS_IN, 1);
    if (length > MAX_BYTES) {
      stats.add(TransportStats.Counter.DATAGRAMS_TOO_LONG, 1);
      return;
    }
    int port = packet.sender().port();
    if (receiver != null && length > 0 && port > 0) {
      receiver.received(new Address(packet.sender().hostAddress(), port), packet.data().getBytes());
    }
  }
}
