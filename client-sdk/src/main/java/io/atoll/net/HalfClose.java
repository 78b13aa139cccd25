package io.atoll.net;

import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;

/**
 * The end of what this side of a connection says, while it still hears the other. Netty shuts
 * output down beneath all handlers; a TLS peer would take that for a cut, so close_notify goes
 * first, by the handler that encrypts the rest.
 */
public final class HalfClose {
  private HalfClose() {}

  /** Says the end behind everything that was written. Called on the channel's loop. */
  public static void of(Channel channel) {
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls == null) {
      shutDownOutput(channel);
    } else {
      tls.closeOutbound().addListener(said -> shutDownOutput(channel));
    }
  }

  private static void shutDownOutput(Channel channel) {
    if (channel instanceof DuplexChannel duplex) {
      duplex.shutdownOutput();
    }
  }
}
