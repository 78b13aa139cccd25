package io.atoll.server.binary;

import io.atoll.net.HalfClose;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.Vertx;
import io.vertx.core.internal.net.NetSocketInternal;

/**
 * A socket of the client port. It reads and writes the socket's own buffers, through the interface
 * that Vert.x keeps for its own servers, which spares a copy in each direction. Lives on one loop.
 *
 * <p>Everything that leaves, its end and the abort included, begins at the handler of Vert.x and
 * goes down the pipeline, so that a TLS handler beneath would see it all. There an abort would
 * first say close_notify, and wait no longer for it to leave than that handler's bound.
 */
final class BinaryConnection implements BinarySession.Output {
  /** Small enough to come from the allocator's pool, and to see a slow client move. */
  private static final int MAX_BUFFER_BYTES = 128 * 1024;

  /**
   * How long the last words may take. Closing at once, with bytes of the client unread, would reset
   * the connection, and could take them along.
   */
  private static final long LINGER_MS = 500;

  private final Vertx vertx;
  private final NetSocketInternal socket;
  private final ChannelHandlerContext channel;
  private BinarySession session;
  private long unsentBytes;
  private boolean closing;
  private long lingerTimer;

  private BinaryConnection(Vertx vertx, NetSocketInternal socket) {
    this.vertx = vertx;
    this.socket = socket;
    this.channel = socket.channelHandlerContext();
  }

  /** Begins to serve a connection that has come. */
  static void serve(Vertx vertx, NetSocketInternal socket, BinaryDoor door) {
    BinaryConnection connection = new BinaryConnection(vertx, socket);
    socket.exceptionHandler(
        broken -> {
          // Such as a reset; its close follows.
        });
    connection.session = door.accept(connection);
    if (connection.session == null) {
      connection.abort();
      return;
    }
    socket.closeHandler(closed -> connection.closed());
    socket.messageHandler(connection::received);
  }

  private void received(Object message) {
    try {
      if (message instanceof ByteBuf bytes && !closing) {
        session.received(bytes.nioBuffer());
      }
    } catch (RuntimeException | Error defect) {
      abort();
      throw defect;
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  @Override
  public void write(byte[] bytes, int from, int length) {
    int end = from + length;
    for (int at = from; at < end; at += MAX_BUFFER_BYTES) {
      int size = Math.min(end - at, MAX_BUFFER_BYTES);
      ByteBuf buffer = channel.alloc().directBuffer(size, size).writeBytes(bytes, at, size);
      unsentBytes += size;
      socket.writeMessage(buffer).onComplete((done, failed) -> written(size));
    }
  }

  private void written(int size) {
    unsentBytes -= size;
    session.drained();
    if (closing && unsentBytes == 0) {
      HalfClose.of(channel.channel());
    }
  }

  @Override
  public long unsentBytes() {
    return unsentBytes;
  }

  @Override
  public void reading(boolean wanted) {
    // Not through pause(): Vert.x would go on and gather some buffers of its own.
    channel.channel().config().setAutoRead(wanted);
  }

  @Override
  public void close() {
    if (!closing) {
      closing = true;
      lingerTimer = vertx.setTimer(LINGER_MS, late -> abort());
      // To see the client's end, and so that what it still sends is not in the way.
      reading(true);
      if (unsentBytes == 0) {
        HalfClose.of(channel.channel());
      }
    }
  }

  private void abort() {
    // Past Vert.x's own close, which would first wait for the client to read all that was written.
    channel.close();
  }

  private void closed() {
    vertx.cancelTimer(lingerTimer);
    closing = true;
    session.closed();
  }
}
