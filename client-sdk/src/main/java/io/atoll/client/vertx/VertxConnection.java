package io.atoll.client.vertx;

import io.atoll.client.transport.Connection;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.internal.net.NetSocketInternal;

/**
 * A socket of Vert.x as a connection of a client. The socket's buffers are read and written
 * directly, through the interface that Vert.x keeps for its own clients, which spares a copy in
 * each direction. Closing is immediate: a graceful close would wait for a node that never reads.
 *
 * <p>What is written, and the closing, begin at the handler of Vert.x and go down the pipeline, so
 * that a TLS handler beneath would see them all. There closing would first say close_notify, and
 * wait no longer for it to leave than that handler's bound; and what is unsent would be counted as
 * encrypted, for such a handler keeps nothing back once the connection is open.
 */
final class VertxConnection implements Connection {
  private final NetSocketInternal socket;
  private final ChannelHandlerContext channel;
  private final Listener listener;
  private String trouble;
  private boolean closed;

  VertxConnection(NetSocketInternal socket, Listener listener) {
    this.socket = socket;
    this.channel = socket.channelHandlerContext();
    this.listener = listener;
  }

  void start() {
    socket.exceptionHandler(cause -> trouble = cause.getMessage());
    socket.closeHandler(ignored -> closed());
    socket.messageHandler(this::received);
    listener.opened(this);
  }

  @Override
  public void write(byte[] bytes, int from, int length) {
    if (!closed) {
      ByteBuf buffer = channel.alloc().directBuffer(length).writeBytes(bytes, from, length);
      channel.writeAndFlush(buffer, channel.voidPromise());
    }
  }

  @Override
  public long unsentBytes() {
    ChannelOutboundBuffer outbound = channel.channel().unsafe().outboundBuffer();
    return outbound == null ? 0 : outbound.totalPendingWriteBytes();
  }

  @Override
  public void close() {
    channel.close();
  }

  private void received(Object message) {
    try {
      if (message instanceof ByteBuf bytes && !closed) {
        listener.received(bytes.nioBuffer());
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void closed() {
    if (!closed) {
      closed = true;
      listener.closed(trouble == null ? "the node closed the connection" : trouble);
    }
  }
}
