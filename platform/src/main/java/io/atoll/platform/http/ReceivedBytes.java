package io.atoll.platform.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import java.util.Arrays;

/**
 * The bytes of one HTTP/1 connection that came and make no whole request yet, from its first byte
 * on; Vert.x shows a connection only later. It stands first in the pipeline, counts what comes, and
 * is told what of it was delivered to the server as heads and pieces of bodies. What is left is the
 * beginning of a head, which is kept as it came until it is whole, or requests that wait for the
 * one before them; of the latter no more is read than {@link #MOST_WAITING_BYTES}. HTTP/2 bounds
 * its heads itself. Used on the loop only.
 */
final class ReceivedBytes extends ChannelInboundHandlerAdapter {
  static final String NAME = "received-bytes";

  /**
   * Requests that wait behind another; with more of them, reading pauses. More than the longest
   * line, which may be one between the chunks of a body: it is refused before that. A head that is
   * longer than this is decoded before it is whole.
   */
  private static final int MOST_WAITING_BYTES = 64 * 1024;

  /** What delivered requests leave over where they are counted roughly, such as sizes of chunks. */
  private static final int SLACK_BYTES = 512;

  private static final byte[] NOTHING = {};

  private final UnfinishedHeads heads;
  private final long acceptedNanos;
  private Channel channel;
  private byte[] held = NOTHING;
  private int heldBytes;
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
    boolean passes = heldBytes == 0 && (busy || endsHead(bytes));
    if (!passes && context.pipeline().get(Http2ConnectionHandler.class) != null) {
      isHttp2 = true;
      forget();
      context.fireChannelRead(message);
      return;
    }
    ByteBuf whole = passes ? bytes : hold(bytes);
    if (whole == null) {
      settle();
      return;
    }
    leftOfReadBytes = whole.readableBytes();
    pendingBytes += leftOfReadBytes;
    reading = true;
    try {
      context.fireChannelRead(whole);
    } finally {
      reading = false;
      leftOfReadBytes = 0;
      settle();
    }
  }

  /**
   * Keeps the beginning of a head as it came, for decoded it would take many times as much; answers
   * all that is kept when it is whole, or too long to be kept, and else null.
   */
  private ByteBuf hold(ByteBuf bytes) {
    int more = bytes.readableBytes();
    if (heldBytes + more > held.length) {
      held = Arrays.copyOf(held, Math.max(heldBytes + more, 2 * heldBytes));
    }
    bytes.readBytes(held, heldBytes, more);
    bytes.release();
    heldBytes += more;
    ByteBuf all = Unpooled.wrappedBuffer(held, 0, heldBytes);
    // The end may lie across two reads.
    int from = Math.max(0, heldBytes - more - 3);
    if (busy || heldBytes > MOST_WAITING_BYTES || endsHead(all.slice(from, heldBytes - from))) {
      held = NOTHING;
      heldBytes = 0;
      return all;
    }
    return null;
  }

  /** Whether there is an empty line. */
  private static boolean endsHead(ByteBuf bytes) {
    int end = bytes.writerIndex();
    int at = bytes.readerIndex();
    while (at < end) {
      int line = bytes.indexOf(at, end, (byte) '\n');
      if (line < 0) {
        return false;
      }
      int next = line + 1 < end && bytes.getByte(line + 1) == '\r' ? line + 2 : line + 1;
      if (next < end && bytes.getByte(next) == '\n') {
        return true;
      }
      at = line + 1;
    }
    return false;
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
    long decodedBytes =
        pendingBytes <= SLACK_BYTES ? 0 : (long) pendingBytes * UnfinishedHeads.MEMORY_PER_BYTE;
    take(held.length + decodedBytes);
  }

  private void forget() {
    pendingBytes = 0;
    held = NOTHING;
    heldBytes = 0;
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
