package io.atoll.runtime;

import io.atoll.env.Timers;
import io.atoll.resilience.ByteBudget;
import io.netty.buffer.ByteBuf;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.internal.net.NetSocketInternal;
import java.util.Optional;

/**
 * One TCP connection to a peer: first the handshake, then frames. Lives on one loop.
 *
 * <p>Sent frames gather until the end of the loop turn and leave in one socket write. The socket's
 * buffers are read and written directly, through the interface that Vert.x keeps for its own
 * clients, which spares a copy in each direction.
 *
 * <p>Closing is immediate: what the kernel has not taken is dropped. A graceful close would wait
 * for a peer that never reads.
 *
 * <p>What is written, and the closing, begin at the handler of Vert.x and go down the pipeline, so
 * that a TLS handler beneath would see them all. There closing would first say close_notify, and
 * wait no longer for it to leave than that handler's bound.
 */
final class PeerConnection {
  /** What a connection reports to, on its loop. */
  interface Owner {
    /** The handshake succeeded: frames may be sent. Called at most once. */
    void established(PeerConnection connection, String peerId);

    /** One frame came. */
    void frame(byte[] frame);

    /** Something was written: the queue is shorter than before. */
    void written();

    /**
     * The connection is gone. Called exactly once, never within another call to the connection.
     *
     * @param text particulars, perhaps empty
     * @param byPeer whether the peer said why, in a refusal
     */
    void closed(PeerConnection connection, LinkFailure reason, String text, boolean byPeer);
  }

  private enum Phase {
    HANDSHAKE,
    FRAMES,
    CLOSING,
    CLOSED
  }

  private static final long REFUSAL_LINGER_MS = 500;

  private final VertxLoop loop;
  private final NetSocketInternal socket;
  private final Handshake handshake;
  private final LinkSettings settings;
  private final TransportStats stats;
  private final Owner owner;
  private final HandshakeReader handshakeReader = new HandshakeReader();
  private final FrameReader frameReader;
  private final FrameQueue queue;

  private Phase phase = Phase.HANDSHAKE;
  private int version;
  private Timers.Timer deadline;
  private boolean flushScheduled;
  private boolean wroteSinceTick;
  private boolean readSinceTick;
  private long silentMs;
  private long framesInRead;
  private long bytesInRead;
  private long framesOut;
  private long bytesOut;
  private LinkFailure reason = LinkFailure.CLOSED;
  private String text = "";
  private boolean byPeer;

  PeerConnection(
      VertxLoop loop,
      NetSocketInternal socket,
      Handshake handshake,
      LinkSettings settings,
      TransportStats stats,
      ByteBudget memory,
      Owner owner) {
    this.loop = loop;
    this.socket = socket;
    this.handshake = handshake;
    this.settings = settings;
    this.stats = stats;
    this.owner = owner;
    this.frameReader = new FrameReader(settings.sizes().maxFrameBytes());
    this.queue = new FrameQueue(settings.sizes().queueBytes(), memory);
  }

  /**
   * Begins to listen, and speaks if there is something to say first.
   *
   * @param first null on the accepting side
   */
  void start(HandshakeMessage first) {
    socket.exceptionHandler(this::troubled);
    socket.closeHandler(ignored -> closed());
    socket.messageHandler(this::received);
    deadline =
        loop.after(
            settings.opening().handshakeMs(),
            () ->
                fail(
                    LinkFailure.HANDSHAKE_TIMEOUT,
                    "after %d ms".formatted(settings.opening().handshakeMs())));
    if (first != null) {
      write(first);
    }
  }

  /** What both ends speak; 0 before the handshake is done. */
  int version() {
    return version;
  }

  /** Bytes that were sent and are not yet written. */
  int queuedBytes() {
    return queue.totalBytes();
  }

  /** Queues a frame for the end of this loop turn; false when the queue is full. */
  boolean send(byte[] frame) {
    if (phase != Phase.FRAMES || !queue.offer(frame)) {
      stats.add(TransportStats.Counter.SEND_REFUSED, 1);
      return false;
    }
    framesOut++;
    bytesOut += frame.length;
    scheduleFlush();
    return true;
  }

  /**
   * Sends a heartbeat where nothing was sent, and breaks where nothing was heard for too long.
   * Silence is counted in ticks and not by the clock: after a pause of the whole process, what came
   * meanwhile waits to be read.
   */
  void tick(long sinceLastMs) {
    if (phase != Phase.FRAMES) {
      return;
    }
    silentMs = readSinceTick ? 0 : silentMs + sinceLastMs;
    readSinceTick = false;
    if (silentMs >= settings.heartbeat().silenceMs()) {
      fail(LinkFailure.SILENT, "for %d ms".formatted(silentMs));
      return;
    }
    if (!wroteSinceTick && queue.isEmpty() && queue.writingBytes() == 0) {
      queue.offer(FrameReader.HEARTBEAT);
      scheduleFlush();
    }
    wroteSinceTick = false;
  }

  /** Closes, after a last attempt to write what was sent. */
  void end() {
    if (phase == Phase.FRAMES) {
      flush();
    }
    fail(LinkFailure.ENDED, "");
  }

  private void received(Object message) {
    try {
      if (message instanceof ByteBuf in && phase != Phase.CLOSING) {
        readSinceTick = true;
        if (phase == Phase.HANDSHAKE) {
          shakeHands(in);
        }
        if (phase == Phase.FRAMES) {
          frameReader.read(in.nioBuffer(), this::frame);
        }
      }
    } catch (MalformedStreamException e) {
      if (phase == Phase.HANDSHAKE) {
        refuse(e.failure(), e.getMessage());
      } else {
        fail(e.failure(), e.getMessage());
      }
    } catch (RuntimeException | Error defect) {
      // The receiver's: the rest of this read is lost, so the stream cannot go on.
      fail(LinkFailure.ENDED, "a frame could not be handled");
      throw defect;
    } finally {
      ReferenceCountUtil.release(message);
      countReads();
    }
  }

  private void frame(byte[] frame) {
    if (phase == Phase.FRAMES) {
      framesInRead++;
      bytesInRead += frame.length;
      owner.frame(frame);
    }
  }

  private void countReads() {
    if (framesInRead > 0) {
      stats.add(TransportStats.Counter.FRAMES_IN, framesInRead);
      stats.add(TransportStats.Counter.BYTES_IN, bytesInRead);
      framesInRead = 0;
      bytesInRead = 0;
    }
  }

  private void shakeHands(ByteBuf in) throws MalformedStreamException {
    while (phase == Phase.HANDSHAKE && in.isReadable()) {
      Optional<HandshakeMessage> message = handshakeReader.read(in, handshake.awaited());
      if (message.isEmpty()) {
        return;
      }
      switch (handshake.receive(message.get())) {
        case Handshake.Step.Send send -> write(send.message());
        case Handshake.Step.Refused refused when refused.byPeer() -> {
          byPeer = true;
          fail(refused.reason(), refused.text());
        }
        case Handshake.Step.Refused refused -> refuse(refused.reason(), refused.text());
        case Handshake.Step.Established established -> {
          deadline.cancel();
          if (established.last() != null) {
            write(established.last());
          }
          phase = Phase.FRAMES;
          version = established.version();
          owner.established(this, established.peerId());
        }
      }
    }
  }

  private void write(HandshakeMessage message) {
    byte[] bytes = message.bytes();
    socket.writeMessage(
        socket.channelHandlerContext().alloc().buffer(bytes.length).writeBytes(bytes));
  }

  /** Tells the peer why, if it is one, then closes. */
  private void refuse(LinkFailure why, String words) {
    if (why == LinkFailure.NOT_ATOLL) {
      fail(why, words);
      return;
    }
    write(HandshakeMessage.refusal(why, words));
    phase = Phase.CLOSING;
    setReason(why, words);
    // The peer closes when it has read the refusal. Closing first, with bytes of its own unread,
    // would reset the connection, and could take the refusal with it.
    deadline.cancel();
    deadline = loop.after(REFUSAL_LINGER_MS, this::abort);
  }

  private void fail(LinkFailure why, String words) {
    if (phase == Phase.HANDSHAKE || phase == Phase.FRAMES) {
      phase = Phase.CLOSING;
      setReason(why, words);
      abort();
    }
  }

  private void setReason(LinkFailure why, String words) {
    reason = why;
    text = words;
    stats.failed(why);
  }

  /** The socket failed, such as by a reset; its close follows. */
  private void troubled(Throwable cause) {
    if (phase != Phase.CLOSING) {
      text = String.valueOf(cause.getMessage());
    }
  }

  private void abort() {
    // Past Vert.x's own close, which would first wait for the peer to read all that was written.
    socket.channelHandlerContext().close();
  }

  private void closed() {
    if (phase == Phase.CLOSED) {
      return;
    }
    if (phase != Phase.CLOSING) {
      setReason(frameReader.midFrame() ? LinkFailure.CUT_FRAME : LinkFailure.CLOSED, text);
    }
    phase = Phase.CLOSED;
    queue.close();
    deadline.cancel();
    owner.closed(this, reason, text, byPeer);
  }

  private void written(int bytes) {
    queue.written(bytes);
    if (phase == Phase.FRAMES) {
      owner.written();
    }
  }

  private void scheduleFlush() {
    if (!flushScheduled) {
      flushScheduled = true;
      loop.execute(this::flush);
    }
  }

  private void flush() {
    flushScheduled = false;
    if (phase != Phase.FRAMES || queue.isEmpty()) {
      return;
    }
    wroteSinceTick = true;
    stats.add(TransportStats.Counter.FRAMES_OUT, framesOut);
    stats.add(TransportStats.Counter.BYTES_OUT, bytesOut);
    framesOut = 0;
    bytesOut = 0;
    queue.drain(
        buffer -> {
          int size = buffer.readableBytes();
          stats.add(TransportStats.Counter.WRITES, 1);
          socket.writeMessage(buffer).onComplete(ignored -> written(size));
        });
  }
}
