package io.atoll.server.binary;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.MalformedBytesException;
import io.atoll.env.FatalError;
import io.atoll.wire.FrameDecoder;
import io.atoll.wire.Greeting;
import io.atoll.wire.Protocol;
import io.atoll.wire.ProtocolSniffer;
import io.atoll.wire.RequestCodec;
import io.atoll.wire.Response;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's side of one connection of the client protocol, whatever carries it: it is given what
 * arrived and the time, and says what goes out through an {@link Output}. Made by {@link
 * BinaryDoor#accept}; every call is made on the loop of that door.
 *
 * <p>Requests are decoded, handed to the store and answered in the order in which the store is
 * done. What is answered in one loop turn leaves in one write: within {@link #received} what the
 * store answered at once, at the end of the turn what it answered later.
 *
 * <p>Flow is controlled by not reading. While {@link BinarySettings.Load#maxInFlight} requests are
 * in progress, or {@link BinarySettings.Load#maxUnsentBytes} of answers are not taken, what has
 * arrived stays where it is and {@link Output#reading} pauses reading: the client's own writes then
 * block. A client that reads nothing for long is disconnected, so what it makes the node hold is
 * bounded in bytes and in time.
 */
public final class BinarySession {
  /** The connection as the session sees it. Called on the session's loop. */
  public interface Output {
    /** Sends bytes after those sent before. They are copied: the array is the caller's again. */
    void write(byte[] bytes, int from, int length);

    /**
     * Bytes written that the network has not taken. When it goes down, {@link
     * BinarySession#drained} is called, then or soon after.
     */
    long unsentBytes();

    /** Whether more should be read; it is at first. What comes nevertheless is taken. */
    void reading(boolean wanted);

    /**
     * Ends the connection: what was written may go out for a moment, nothing that comes matters any
     * more. {@link BinarySession#closed} follows, never within this call.
     */
    void close();
  }

  private static final Logger LOG = LoggerFactory.getLogger(BinarySession.class);

  private enum Phase {
    GREETING,
    SERVING,
    LEAVING,
    ENDED
  }

  /**
   * How long a client may need to hear that the node leaves, when its last request is on its way.
   */
  private static final long FAREWELL_NANOS = 250_000_000;

  /** Who has asked for something so lately keeps its place. */
  private static final long GIVES_WAY_NANOS = 1_000_000_000;

  /** Unfinished frames below this are nobody's fault when too much is held. */
  private static final int LARGE_BYTES = 4 * 1024;

  private final BinaryDoor door;
  private final LoopState loop;
  private final Output output;
  private final boolean crowded;
  private final FrameDecoder decoder = new FrameDecoder(Protocol.MAX_FRAME_BYTES);
  private final Answers answers;
  private final Requests requests;
  private final ConnectionTimeouts timeouts;
  private Phase phase = Phase.GREETING;
  private boolean leaveSoon;
  private boolean stalled;
  private boolean reading = true;
  private boolean turnAhead;
  private boolean gone;
  private long accountedBytes;

  BinarySession(BinaryDoor door, LoopState loop, Output output, boolean crowded) {
    this.door = door;
    this.loop = loop;
    this.output = output;
    this.crowded = crowded;
    this.answers = new Answers(loop, output);
    this.requests = new Requests(loop, answers, this::turnSoon);
    this.timeouts = new ConnectionTimeouts(loop.settings(), loop.clock().nanos());
  }

  /** Bytes came; they are read within the call. */
  public void received(ByteBuffer bytes) {
    if (phase == Phase.ENDED) {
      return;
    }
    timeouts.heard(loop.clock().nanos());
    if (phase != Phase.GREETING) {
      door.heard(this);
    }
    loop.stats().add(BinaryStats.Counter.BYTES_IN, bytes.remaining());
    decoder.add(bytes);
    consume();
    settle();
  }

  /** The network took some of what was written. */
  public void drained() {
    if (phase == Phase.ENDED) {
      return;
    }
    account();
    if (stalled || requests.isBehind()) {
      turnSoon();
    }
  }

  /** The connection is gone, whoever ended it. Called once, and nothing after it. */
  public void closed() {
    if (!gone) {
      gone = true;
      end();
      door.forget(this);
    }
  }

  /** Whether nothing is lost when this client, which has greeted, has to connect again. */
  boolean mayGiveWay(long nowNanos) {
    return requests.inFlight() == 0
        && answers.waitingBytes() == 0
        && timeouts.quietNanos(nowNanos) >= GIVES_WAY_NANOS;
  }

  /** Ends it, for there is no room for a newcomer. */
  void giveWay() {
    if (phase == Phase.GREETING) {
      loop.stats().ended(CloseReason.CROWDED);
      end();
    } else if (phase != Phase.ENDED) {
      giveUp(
          CloseReason.CROWDED,
          Response.Reason.CROWDED,
          "%s has no room for more connections, and this one asked for nothing"
              .formatted(loop.nodeId()));
    }
  }

  /** Time has passed. */
  void tick(long nowNanos) {
    switch (phase) {
      case GREETING -> {
        if (leaveSoon && timeouts.quietNanos(nowNanos) >= FAREWELL_NANOS) {
          end();
        } else if (timeouts.greetingIsLate(nowNanos)) {
          loop.stats().ended(CloseReason.IDLE);
          end();
        }
      }
      case SERVING -> checkTimeouts(nowNanos);
      case LEAVING -> {
        boolean done = requests.inFlight() == 0 && answers.waitingBytes() == 0;
        if (done && timeouts.quietNanos(nowNanos) >= FAREWELL_NANOS) {
          end();
        } else {
          checkTimeouts(nowNanos);
        }
      }
      case ENDED -> {
        // Its output is on its way to close.
      }
    }
  }

  private void checkTimeouts(long nowNanos) {
    long unsentBytes = answers.waitingBytes();
    if (timeouts.stallIsTooLong(nowNanos, unsentBytes, answers.takenBytes())) {
      giveUp(
          CloseReason.NOT_READING,
          Response.Reason.NOT_READING,
          "%d bytes of answers were not read for %d ms"
              .formatted(unsentBytes, loop.settings().waits().stallMs()));
    } else if (!stalled && timeouts.frameIsLate(nowNanos)) {
      giveUp(
          CloseReason.IDLE,
          Response.Reason.IDLE,
          "a frame did not end within %d ms".formatted(loop.settings().waits().frameMs()));
    } else if (requests.inFlight() == 0 && timeouts.isIdle(nowNanos)) {
      giveUp(
          CloseReason.IDLE,
          Response.Reason.IDLE,
          "nothing was asked for %d ms; a ping now and then keeps a connection"
              .formatted(loop.settings().waits().idleMs()));
    }
  }

  /** The node stops: the client is told, and what is under way is answered before the end. */
  void goAway() {
    if (phase == Phase.SERVING) {
      phase = Phase.LEAVING;
      requests.leave();
      timeouts.heard(loop.clock().nanos());
      answers.say(0, new Response.GoAway(Response.Reason.LEAVING, loop.nodeId() + " is stopping"));
      settle();
    } else {
      leaveSoon = true;
    }
  }

  /** What was put off to the end of the loop turn. */
  void turn() {
    turnAhead = false;
    if (phase == Phase.ENDED) {
      return;
    }
    try {
      requests.answerWaiting();
      if (stalled) {
        consume();
      }
      settle();
    } catch (Throwable defect) {
      FatalError.passOn(defect);
      // Whose turn comes next must not suffer.
      LOG.error("A client connection failed unexpectedly and is closed", defect);
      end();
    }
  }

  private void turnSoon() {
    if (!turnAhead && phase != Phase.ENDED) {
      turnAhead = true;
      door.turnSoon(this);
    }
  }

  private void consume() {
    try {
      if (phase == Phase.GREETING) {
        greet();
      }
      if (phase == Phase.SERVING || phase == Phase.LEAVING) {
        serve();
      }
    } catch (MalformedBytesException e) {
      giveUp(CloseReason.MALFORMED, Response.Reason.MALFORMED, e.getMessage());
    }
  }

  private void serve() {
    int frames = 0;
    boolean more = requests.continueBatch();
    while (more && requests.hasRoom()) {
      ByteReader frame = decoder.next();
      if (frame == null) {
        break;
      }
      frames++;
      int sizeBytes = frame.remaining();
      RequestCodec.read(frame, requests);
      more = requests.continueBatch();
      if (!more) {
        requests.holdBatch(sizeBytes);
      }
    }
    stalled = !more || !requests.hasRoom();
    timeouts.frames(frames, stalled ? 0 : decoder.waitingBytes());
    if (frames > 0) {
      loop.stats().add(BinaryStats.Counter.FRAMES_IN, frames);
    }
  }

  private void greet() {
    switch (ProtocolSniffer.ofClient(decoder.peek())) {
      case INCOMPLETE -> {
        // Until more comes, or until timeouts ends.
      }
      case GREETING -> welcome(Greeting.decode(decoder.take(Greeting.BYTES)));
      case HTTP ->
          turnAway(CloseReason.HTTP, LastWords.httpAnswer(loop.settings().listen().httpPort()));
      case TLS -> turnAway(CloseReason.TLS, LastWords.tlsAlert());
      case OTHER -> turnAway(CloseReason.NOT_ATOLL, new byte[0]);
    }
  }

  private void welcome(Greeting client) {
    Greeting answer = Greeting.answerTo(client);
    if (answer.chosen() == 0) {
      turnAway(CloseReason.VERSION, answer.encode());
      return;
    }
    answers.raw(answer.encode());
    answers.speak(answer.chosen());
    if (crowded) {
      giveUp(
          CloseReason.CROWDED,
          Response.Reason.CROWDED,
          "%s has %d connections on this loop, the most it takes"
              .formatted(loop.nodeId(), loop.settings().load().maxConnections()));
      return;
    }
    loop.stats().add(BinaryStats.Counter.CONNECTIONS, 1);
    answers.say(0, loop.welcome());
    phase = Phase.SERVING;
    door.heard(this);
    if (leaveSoon) {
      goAway();
    }
  }

  private void turnAway(CloseReason why, byte[] lastWords) {
    loop.stats().ended(why);
    answers.raw(lastWords);
    answers.flush();
    end();
  }

  private void giveUp(CloseReason why, Response.Reason reason, String message) {
    loop.stats().ended(why);
    answers.say(0, new Response.GoAway(reason, message));
    answers.flush();
    end();
  }

  private void end() {
    if (phase != Phase.ENDED) {
      phase = Phase.ENDED;
      requests.abandon();
      loop.resources().addBytes(-accountedBytes);
      accountedBytes = 0;
      if (!gone) {
        output.close();
      }
    }
  }

  private void account() {
    long heldBytes = decoder.waitingBytes() + answers.waitingBytes();
    loop.resources().addBytes(heldBytes - accountedBytes);
    accountedBytes = heldBytes;
  }

  /** After something was done: answers leave, and what is held and wanted is told. */
  private void settle() {
    if (phase == Phase.ENDED) {
      return;
    }
    answers.flush();
    account();
    if (loop.resources().isFull() && !stalled && decoder.waitingBytes() >= LARGE_BYTES) {
      giveUp(
          CloseReason.CROWDED,
          Response.Reason.CROWDED,
          "%s holds %d bytes for requests, all that it may"
              .formatted(loop.nodeId(), loop.resources().maxBytes()));
      return;
    }
    if (stalled == reading) {
      reading = !stalled;
      output.reading(reading);
    }
    // The network may have taken the answers that stood in the way at once.
    if (stalled && requests.hasRoom()) {
      turnSoon();
    }
  }
}
