package io.atoll.platform.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;

/**
 * The bytes of one HTTP/1 connection that came and make no whole request yet, from its first byte
 * on; Vert.x shows a connection only later. It stands first in the pipeline, counts what comes, and
 * is told what of it was delivered to the server as heads and pieces of bodies. What is left is the
 * beginning of a head, or requests that wait for the one before them; of the latter no more is read
 * than {@link #MOST_WAITING_BYTES}. HTTP/2 bounds its heads itself. Used on the loop only.
 */
final class ReceivedBytes extends ChannelInboundHandlerAdapter {
  static final String NAME = "received-bytes";

  /**
   * Requests that wait behind another; with more of them, reading pauses. More than the longest
   * line, which may be one between the chunks of a body: it is refused before that.
   */
  private static final int MOST_WAITING_BYTES = 64 * 1024;

  /** What delivered requests leave over where they are counted roughly, such as sizes of chunks. */
  private static final int SLACK_BYTES = 512;

  private final UnfinishedHeads heads;
  private final long acceptedNanos;
  private Channel channel;
  private Connection openedAs;
  private int pendingBytes;
  private int leftOfReadBytes;
  private long takenBytes;
  private boolean reading;
  private boolean busy;
  private boolean paused;
  private boolean isHttp2;

  ReceivedBytes(UnfinishedHeads heads, long acceptedNanos) {
    this.heads = heads;
    this.acceptedNanos = acceptedNanos;
  }

  long acceptedNanos() {
    return acceptedNanos;
  }

  /** Vert.x shows the connection. */
  void openedAs(Connection connection) {
    openedAs = connection;
  }

  /** Whether nothing is lost when its client has to connect again. */
  boolean mayGiveWay(long nowNanos) {
    return openedAs == null || openedAs.mayGiveWay(nowNanos);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    channel = context.channel();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (isHttp2 || !(message instanceof ByteBuf bytes)) {
      context.fireChannelRead(message);
      return;
    }
    leftOfReadBytes = bytes.readableBytes();
    pendingBytes += leftOfReadBytes;
    reading = true;
    try {
      context.fireChannelRead(message);
    } finally {
      reading = false;
      leftOfReadBytes = 0;
      settle();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) throws Exception {
    forget();
    super.channelInactive(context);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    forget();
  }

  /** So many bytes reached the server. */
  void delivered(int bytes) {
    if (reading) {
      // They are what came first, and all that came before them is done with.
      int before = pendingBytes - leftOfReadBytes;
      leftOfReadBytes = Math.max(0, leftOfReadBytes - Math.max(0, bytes - before));
      pendingBytes = leftOfReadBytes;
    } else {
      pendingBytes = Math.max(0, pendingBytes - bytes);
      settle();
    }
  }

  /** Whether a request is being answered, so that what comes waits behind it. */
  void busy(boolean now) {
    busy = now;
    if (!reading) {
      settle();
    }
  }

  /** It speaks HTTP/2. */
  void isHttp2() {
    isHttp2 = true;
    forget();
  }

  /** Closes the connection at once, whatever was written and not taken. */
  void giveUp() {
    forget();
    channel.close();
  }

  /** How much of what is being written the network has taken; it grows while a client reads. */
  long progressBytes() {
    ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
    return out == null ? 0 : out.currentProgress();
  }

  private void settle() {
    boolean full = busy && pendingBytes > MOST_WAITING_BYTES;
    if (full != paused) {
      paused = full;
      channel.config().setAutoRead(!full);
    }
    take(pendingBytes <= SLACK_BYTES ? 0 : (long) pendingBytes * UnfinishedHeads.MEMORY_PER_BYTE);
  }

  private void forget() {
    pendingBytes = 0;
    take(0);
  }

  private void take(long bytes) {
    long was = takenBytes;
    if (bytes != was && (bytes == 0 || channel.isActive())) {
      takenBytes = bytes;
      heads.changed(this, was, bytes);
    }
  }
}
