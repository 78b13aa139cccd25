package io.atoll.client.engine;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.ByteWriter;
import io.atoll.bytes.MalformedBytesException;
import io.atoll.client.transport.ClientLoop;
import io.atoll.client.transport.Connection;
import io.atoll.wire.FrameDecoder;
import io.atoll.wire.Greeting;
import io.atoll.wire.Protocol;
import io.atoll.wire.Request;
import io.atoll.wire.RequestCodec;
import io.atoll.wire.Response;
import io.atoll.wire.ResponseCodec;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * One connection to a node that speaks the client protocol: greeting, welcome, then requests under
 * way, pings in silence, and an end that tells every one of them. Lives on one loop.
 *
 * <p>Requests are encoded into one buffer, which leaves at the end of the turn. Silence is counted
 * in ticks and not by the clock: after a pause of the whole process, what came meanwhile waits to
 * be read. A closed channel is closed at once for its owner, whatever the door still has to say.
 */
final class Channel implements Connection.Listener {
  private static final String NOT_OPEN = "the connection broke before it was sent";
  private static final int FLUSH_BYTES = 64 * 1024;
  private static final int KEPT_BYTES = 256 * 1024;
  private static final byte[] LINE_ENDS = {'\r', '\n', '\r', '\n'};

  private enum Phase {
    DIALING,
    SHAKING_HANDS,
    OPEN,
    LEAVING,
    CLOSED
  }

  /** Who has the channel. */
  interface Owner {
    /**
     * The node welcomed.
     *
     * @return why it is not the one that is wanted, null when it is
     */
    String welcomed(Channel channel, Response.Welcome welcome);

    /** It takes no more requests. */
    void leaving(Channel channel);

    /** It is closed, once and last; its requests fail next. */
    void closed(Channel channel, String reason);
  }

  private final Turn turn;
  private final EngineSettings settings;
  private final EngineStats stats;
  private final Owner owner;
  private final Handshake handshake;
  private final String host;
  private final int port;
  private final FrameDecoder in = new FrameDecoder(Protocol.MAX_FRAME_BYTES);
  private final InFlight inFlight = new InFlight();
  private final ResponseCodec.Sink sink = this::response;

  private ByteWriter out = new ByteWriter(1024);
  private Phase phase = Phase.DIALING;
  private Connection connection;
  private ClientLoop.Timer handshakeTimer;
  private Response.Welcome welcome;
  private boolean touched;
  private int framesOut;
  private int framesIn;
  private long flushedNumber;
  private long unsentBytes;
  private boolean pinging;
  private boolean mute;
  private boolean provoked;
  private boolean heardSinceTick;
  private long silentMs;
  private long heardNanos;
  private long dialedNanos;
  private long openedNanos;

  Channel(
      Turn turn, EngineSettings settings, EngineStats stats, String host, int port, Owner owner) {
    this.turn = turn;
    this.settings = settings;
    this.stats = stats;
    this.host = host;
    this.port = port;
    this.owner = owner;
    this.handshake = new Handshake(host, port);
  }

  /** Begins. */
  void dial() {
    int timeoutMs = settings.connecting().timeoutMs();
    stats.connections(EngineStats.Phase.DIALING, 1);
    dialedNanos = turn.loop().nanos();
    handshakeTimer = turn.after(timeoutMs, this::handshakeOverdue);
    turn.loop().connect(host, port, timeoutMs, this);
  }

  boolean isOpen() {
    return phase == Phase.OPEN;
  }

  /** Whether one more request can be sent now. */
  boolean takes() {
    if (phase != Phase.OPEN || inFlight.size() >= welcome.maxInFlight()) {
      return false;
    }
    if (unsentBytes + out.size() < settings.limits().unsentBytes()) {
      return true;
    }
    unsentBytes = connection.unsentBytes();
    return unsentBytes + out.size() < settings.limits().unsentBytes();
  }

  /** How many more requests the node takes. */
  int room() {
    return welcome.maxInFlight() - inFlight.size();
  }

  int inFlight() {
    return inFlight.size();
  }

  Response.Welcome welcome() {
    return welcome;
  }

  /** When the node welcomed. */
  long openedNanos() {
    return openedNanos;
  }

  /** Whether it was given up because the node said nothing. */
  boolean isMute() {
    return mute;
  }

  /** From dialing to the welcome. */
  long handshakeNanos() {
    return openedNanos - dialedNanos;
  }

  /** Since when the node owes an answer and says nothing; the present when it does neither. */
  long waitingSinceNanos(long nowNanos) {
    Pending oldest = inFlight.oldest();
    return oldest == null ? nowNanos : Math.max(oldest.sentNanos, heardNanos);
  }

  /** Sends a request at the end of the turn; it is lost at once where the channel is not open. */
  void send(Pending pending, Request request) {
    if (phase != Phase.OPEN) {
      pending.lost(NOT_OPEN, false);
      return;
    }
    inFlight.add(pending);
    encode(pending.number, request);
  }

  /** Sends several as one frame; they get numbers in a row. */
  void sendMany(List<? extends Pending> pendings, Request request) {
    if (phase != Phase.OPEN) {
      // It broke while they were gathered.
      pendings.forEach(pending -> pending.lost(NOT_OPEN, false));
      return;
    }
    long first = inFlight.reserve(pendings.size());
    for (int i = 0; i < pendings.size(); i++) {
      inFlight.put(pendings.get(i), first + i);
    }
    encode(first, request);
  }

  /** Takes no more requests and closes when those in flight have ended. */
  void leave() {
    if (phase == Phase.OPEN) {
      stats.connections(EngineStats.Phase.OPEN, -1);
      stats.connections(EngineStats.Phase.LEAVING, 1);
      phase = Phase.LEAVING;
      owner.leaving(this);
      closeIfIdle();
    } else if (phase != Phase.LEAVING) {
      close("not needed any more");
    }
  }

  /** Closes at once. */
  void close(String reason) {
    if (phase == Phase.CLOSED) {
      return;
    }
    stats.connections(statsPhase(), -1);
    phase = Phase.CLOSED;
    handshakeTimer.cancel();
    if (connection != null) {
      connection.close();
    }
    // The owner first: what is sent anew must find the connections as they are now.
    owner.closed(this, reason);
    inFlight.drain(pending -> pending.lost(reason, pending.number <= flushedNumber));
  }

  /** Looks after silence and after requests that the node forgot. */
  void tick(long sinceLastMs, long nowNanos) {
    if (phase != Phase.OPEN && phase != Phase.LEAVING) {
      return;
    }
    silentMs = heardSinceTick ? 0 : silentMs + sinceLastMs;
    heardSinceTick = false;
    for (Pending oldest = inFlight.oldest();
        oldest != null && oldest.isForgotten(nowNanos);
        oldest = inFlight.oldest()) {
      inFlight.remove(oldest.number);
      oldest.lost("the node forgot it", true);
    }
    if (silentMs >= settings.connecting().silenceMs() && inFlight.size() > 0) {
      mute = true;
      close("silent for %d ms with answers owed".formatted(silentMs));
    } else if (silentMs >= settings.connecting().pingMs() && !pinging) {
      pinging = true;
      send(new Ping(nowNanos), new Request.Ping());
    }
    closeIfIdle();
  }

  /** Writes what was encoded. */
  void flush() {
    touched = false;
    if (out.size() == 0 || phase == Phase.CLOSED) {
      return;
    }
    flushedNumber = inFlight.lastNumber();
    connection.write(out.array(), 0, out.size());
    stats.sent(out.size(), framesOut);
    framesOut = 0;
    unsentBytes = connection.unsentBytes();
    if (out.array().length > KEPT_BYTES) {
      out = new ByteWriter(1024);
    } else {
      out.clear();
    }
  }

  @Override
  public void opened(Connection opened) {
    if (phase == Phase.CLOSED) {
      opened.close();
      return;
    }
    connection = opened;
    phase = Phase.SHAKING_HANDS;
    byte[] greeting = Greeting.ofClient().encode();
    opened.write(greeting, 0, greeting.length);
  }

  @Override
  public void received(ByteBuffer bytes) {
    if (phase == Phase.CLOSED) {
      return;
    }
    turn.begin();
    try {
      int count = bytes.remaining();
      heardSinceTick = true;
      heardNanos = turn.nowNanos();
      in.add(bytes);
      if (phase == Phase.SHAKING_HANDS) {
        shakeHands();
      }
      readFrames();
      stats.received(count, framesIn);
      framesIn = 0;
    } finally {
      turn.end();
    }
  }

  @Override
  public void closed(String reason) {
    turn.run(
        () -> {
          boolean cut = phase != Phase.DIALING && in.waitingBytes() > 0;
          connection = null;
          close(cut ? reason + ", in the middle of a frame" : reason);
        });
  }

  private void shakeHands() {
    handshake.advance(in);
    if (handshake.refusal() != null) {
      close(handshake.refusal());
    } else if (provoked && handshake.hasGreeted()) {
      // It is a node after all, and will take the ends of lines for a malformed frame.
      close("it greeted too late");
    } else if (handshake.welcome() != null) {
      handshakeTimer.cancel();
      welcome = handshake.welcome();
      openedNanos = turn.nowNanos();
      phase = Phase.OPEN;
      stats.connections(EngineStats.Phase.DIALING, -1);
      stats.connections(EngineStats.Phase.OPEN, 1);
      String refusal = owner.welcomed(this, welcome);
      if (refusal != null) {
        close(refusal);
      }
    }
  }

  private void readFrames() {
    try {
      while (phase == Phase.OPEN || phase == Phase.LEAVING) {
        ByteReader frame = in.next();
        if (frame == null) {
          break;
        }
        framesIn++;
        ResponseCodec.read(frame, sink);
      }
    } catch (MalformedBytesException e) {
      close("the node sent something that is not a message: " + e.getMessage());
    }
    closeIfIdle();
  }

  private void response(long number, Response response) {
    if (number == 0) {
      if (!(response instanceof Response.GoAway away)) {
        throw new MalformedBytesException("an answer to no request");
      }
      goAway(away);
      return;
    }
    boolean more = response instanceof Response.SomeValues;
    Pending pending = more ? inFlight.find(number) : inFlight.remove(number);
    if (pending != null && response instanceof Response.SomeValues some) {
      pending.gather(some);
    } else if (pending != null) {
      pending.answered(pending.whole(response), turn.nowNanos());
    } else if (number > inFlight.lastNumber()) {
      throw new MalformedBytesException(
          "an answer to request %d, which was never sent".formatted(number));
    }
  }

  private void goAway(Response.GoAway away) {
    if (away.reason() == Response.Reason.LEAVING) {
      leave();
    } else {
      close("the node gave up the connection (%s): %s".formatted(away.reason(), away.message()));
    }
  }

  private void closeIfIdle() {
    if (phase == Phase.LEAVING && inFlight.size() == 0) {
      close("idle");
    }
  }

  private void encode(long number, Request request) {
    RequestCodec.write(out, number, request);
    framesOut++;
    if (out.size() >= FLUSH_BYTES) {
      flush();
    } else if (!touched) {
      touched = true;
      turn.touch(this);
    }
  }

  /**
   * Nobody welcomed in time. Where nothing at all was said, the other side may be reading a line
   * that does not end: its answer to the end of one tells what it speaks.
   */
  private void handshakeOverdue() {
    int timeoutMs = settings.connecting().timeoutMs();
    String reason = "%s:%d accepted and did not greet within %d ms";
    if (phase == Phase.DIALING) {
      close("no connection within %d ms".formatted(timeoutMs));
    } else if (in.waitingBytes() == 0 && !handshake.hasGreeted()) {
      provoked = true;
      connection.write(LINE_ENDS, 0, LINE_ENDS.length);
      handshakeTimer =
          turn.after(
              Math.clamp(timeoutMs / 4, 1, 500),
              () -> close(reason.formatted(host, port, timeoutMs)));
    } else {
      close(reason.formatted(host, port, timeoutMs));
    }
  }

  private EngineStats.Phase statsPhase() {
    return switch (phase) {
      case DIALING, SHAKING_HANDS -> EngineStats.Phase.DIALING;
      case OPEN -> EngineStats.Phase.OPEN;
      case LEAVING -> EngineStats.Phase.LEAVING;
      case CLOSED -> throw new AssertionError("a closed channel is counted no more");
    };
  }

  /** Asks whether the node is there; that it says anything is the answer. */
  private final class Ping extends Pending {
    Ping(long sentNanos) {
      super(sentNanos);
    }

    @Override
    void answered(Response response, long nowNanos) {
      pinging = false;
    }

    @Override
    void lost(String reason, boolean written) {
      pinging = false;
    }
  }
}
