package io.atoll.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.ServerChannel;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The sockets that the servers of one Vert.x accept, before anything is read from them. Vert.x
 * shows an HTTP connection only when a whole request has come, and until then nobody else can bound
 * what it holds. Callable from any thread.
 */
public final class AcceptedSockets {
  private final Map<Place, Consumer<Channel>> watchers = new ConcurrentHashMap<>();

  AcceptedSockets() {}

  private record Place(int port, EventLoop loop) {}

  /** Those of a Vert.x that {@link EventLoops} made; none of another. */
  public static Optional<AcceptedSockets> of(Vertx vertx) {
    return ((VertxInternal) vertx).transport() instanceof WatchedTransport.Watched watched
        ? Optional.of(watched.sockets())
        : Optional.empty();
  }

  /**
   * Shows from now on each socket that is accepted on a port for the loop that calls; the last to
   * ask for a place has it.
   *
   * @param watcher called on that loop, before the socket is read
   */
  public void watch(int port, Consumer<Channel> watcher) {
    ContextInternal context = ContextInternal.current();
    watchers.put(new Place(port, context.nettyEventLoop()), watcher);
  }

  /** Stands in the pipeline of a server's channel and sees whom it accepts. */
  @Sharable
  final class Acceptor extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof Channel accepted
          && context.channel() instanceof ServerChannel server
          && server.localAddress() instanceof InetSocketAddress local) {
        accepted.pipeline().addFirst(new Registered(local.getPort()));
      }
      context.fireChannelRead(message);
    }
  }

  /** Waits until an accepted socket has its loop. */
  private final class Registered extends ChannelInitializer<Channel> {
    private final int port;

    Registered(int port) {
      this.port = port;
    }

    @Override
    protected void initChannel(Channel accepted) {
      Consumer<Channel> watcher = watchers.get(new Place(port, accepted.eventLoop()));
      if (watcher != null) {
        watcher.accept(accepted);
      }
    }
  }
}
