package io.atoll.runtime;

import io.atoll.net.Endpoint;
import io.atoll.net.SocketOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The peer port of a node: one server per loop, all on one port, among which Vert.x deals the
 * connections in turn.
 */
final class PeerListener {
  /**
   * Vert.x takes negative ports as names of free ports that servers share; each name serves once.
   */
  private static final AtomicInteger FREE_PORT_NAMES = new AtomicInteger();

  private final List<VertxLoop> loops;
  private final List<NetServer> servers = new ArrayList<>();

  private PeerListener(List<VertxLoop> loops) {
    this.loops = loops;
  }

  /**
   * @param links those of each loop
   * @param listen with the port 0 for a free one
   */
  static Future<PeerListener> open(
      Vertx vertx, List<VertxLoop> loops, List<TcpPeerLinks> links, Endpoint listen) {
    PeerListener listener = new PeerListener(loops);
    int shared = listen.port() == 0 ? FREE_PORT_NAMES.decrementAndGet() : listen.port();
    Future<Void> listening = Future.succeededFuture();
    for (int i = 0; i < loops.size(); i++) {
      VertxLoop loop = loops.get(i);
      TcpPeerLinks loopLinks = links.get(i);
      listening =
          listening
              .compose(
                  ignored ->
                      loop.call(
                          () ->
                              vertx
                                  .createNetServer(SocketOptions.netServer(listen.tls()))
                                  .connectHandler(loopLinks::accept)
                                  .listen(shared, listen.host())))
              .map(
                  server -> {
                    listener.servers.add(server);
                    return null;
                  });
    }
    return listening
        .map(listener)
        .recover(e -> listener.close().transform(ignored -> Future.failedFuture(e)));
  }

  int port() {
    return servers.getFirst().actualPort();
  }

  /** Closes one server after the other: Vert.x must find exactly one that is the last. */
  Future<Void> close() {
    Future<Void> closing = Future.succeededFuture();
    for (int i = 0; i < servers.size(); i++) {
      VertxLoop loop = loops.get(i);
      NetServer server = servers.get(i);
      closing = closing.compose(ignored -> loop.call(server::close));
    }
    return closing;
  }
}
