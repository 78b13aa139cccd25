package io.atoll.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TcpConfig;
import io.vertx.core.transport.Transport;
import java.util.concurrent.ThreadFactory;

/**
 * A transport of Vert.x that puts {@link AcceptedSockets} in front of the servers it opens, and is
 * otherwise another.
 */
final class WatchedTransport implements Transport {
  private final Transport other;
  private final Watched watched;

  WatchedTransport(Transport other) {
    this.other = other;
    this.watched = new Watched(other.implementation(), new AcceptedSockets());
  }

  @Override
  public String name() {
    return other.name();
  }

  @Override
  public boolean available() {
    return other.available();
  }

  @Override
  public Throwable unavailabilityCause() {
    return other.unavailabilityCause();
  }

  @Override
  public io.vertx.core.spi.transport.Transport implementation() {
    return watched;
  }

  /** What Vert.x uses. */
  record Watched(io.vertx.core.spi.transport.Transport other, AcceptedSockets sockets)
      implements io.vertx.core.spi.transport.Transport {
    @Override
    public void configure(TcpConfig config, boolean domainSocket, ServerBootstrap bootstrap) {
      other.configure(config, domainSocket, bootstrap);
      bootstrap.handler(sockets.new Acceptor());
    }

    @Override
    public void configure(TcpConfig config, boolean domainSocket, Bootstrap bootstrap) {
      other.configure(config, domainSocket, bootstrap);
    }

    @Override
    public void configure(DatagramChannel channel, DatagramSocketOptions options) {
      other.configure(channel, options);
    }

    @Override
    public boolean supportsDomainSockets() {
      return other.supportsDomainSockets();
    }

    @Override
    public boolean supportFileRegion() {
      return other.supportFileRegion();
    }

    @Override
    public boolean isAvailable() {
      return other.isAvailable();
    }

    @Override
    public Throwable unavailabilityCause() {
      return other.unavailabilityCause();
    }

    @Override
    public java.net.SocketAddress convert(SocketAddress address) {
      return other.convert(address);
    }

    @Override
    public SocketAddress convert(java.net.SocketAddress address) {
      return other.convert(address);
    }

    @Override
    public IoHandlerFactory ioHandlerFactory() {
      return other.ioHandlerFactory();
    }

    @Override
    public EventLoopGroup eventLoopGroup(
        int type, int threads, ThreadFactory threadFactory, int ioRatio) {
      return other.eventLoopGroup(type, threads, threadFactory, ioRatio);
    }

    @Override
    @SuppressWarnings("deprecation") // so names it the interface
    public DatagramChannel datagramChannel(InternetProtocolFamily family) {
      return other.datagramChannel(family);
    }

    @Override
    public ChannelFactory<? extends DatagramChannel> datagramChannelFactory() {
      return other.datagramChannelFactory();
    }

    @Override
    public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
      return other.channelFactory(domainSocket);
    }

    @Override
    public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
      return other.serverChannelFactory(domainSocket);
    }
  }
}
