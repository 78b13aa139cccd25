package io.atoll.sim;

import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;

/**
 * A TCP connection between a client and a node: bytes arrive in order, cut and joined anywhere. An
 * end that is not read, because its process is held still or does not want to, fills its buffer,
 * and then the bytes of the other end stay unsent there.
 *
 * <p>While a direction is cut its bytes wait, and when they have waited too long the connection
 * breaks for their sender. The news that a connection is over travels as bytes do: an end that is
 * cut off does not hear of it.
 */
final class SimStream {
  /** What the operating systems at both ends keep of one direction. */
  private static final int WINDOW_BYTES = 64 * 1024;

  private static final long RETRY_NANOS = 200_000_000;
  private static final long LEAST_PATIENCE_NANOS = 4_000_000_000L;
  private static final long READING_NANOS = 50_000;

  private static final long SILENCE_NANOS = SimNetwork.SILENCE_MS * 1_000_000;

  private final SimNetwork network;
  private final Scheduler scheduler;
  private final RandomGenerator random;
  private final End client;
  private final End node;

  /** Who uses an end; called on its loop. */
  interface User {
    void received(ByteBuffer bytes);

    /** The other end's buffer took some of what was written. */
    default void drained() {}

    /** Once, and last. */
    void closed(String reason);
  }

  /** One end. */
  final class End {
    private final String place;
    private final SimLoop loop;
    private final ByteQueue unsent = new ByteQueue();
    private final ByteQueue received = new ByteQueue();
    private User user;
    private long inFlightBytes;
    private long lastArrivalNanos;
    private long heardNanos;
    private long stuckSinceNanos = -1;
    private boolean readingSoon;
    private boolean drainedSoon;
    private boolean paused;
    private boolean over;
    private boolean dark;
    private String ending;

    private End(String place, SimLoop loop) {
      this.place = place;
      this.loop = loop;
    }

    void attach(User to) {
      user = to;
      readSoon();
    }

    void write(byte[] bytes, int from, int length) {
      if (!over && ending == null) {
        unsent.add(bytes, from, length);
        send();
      }
    }

    /** Bytes that were written and have not reached the other end's buffer. */
    long unsentBytes() {
      return unsent.size() + inFlightBytes;
    }

    boolean isOver() {
      return over;
    }

    /** Reads no more for now. */
    void pause() {
      paused = true;
    }

    /** Reads on. */
    void resume() {
      paused = false;
      readSoon();
    }

    /** Closes; what is unsent is dropped, what is under way arrives. */
    void close() {
      if (!over) {
        endNow("closed");
        tellOther("closed by the other side");
      }
    }

    private void endNow(String reason) {
      if (over) {
        return;
      }
      over = true;
      unsent.clear();
      received.clear();
      if (user != null && !dark) {
        User told = user;
        loop.deliver(scheduler.nowNanos(), () -> told.closed(reason));
      }
    }

    private void tellOther(String reason) {
      long at = Math.min(arrivalNanos(0), scheduler.nowNanos() + SILENCE_NANOS);
      scheduler.at(at, network.life(), () -> newsArrives(reason));
    }

    private void newsArrives(String reason) {
      if (other().over) {
        return;
      }
      if (network.isBlocked(place, other().place)) {
        scheduler.after(RETRY_NANOS, network.life(), () -> newsArrives(reason));
        return;
      }
      other().ending = reason;
      other().unsent.clear();
      other().readSoon();
    }

    /** When something arrives that is sent now; where that is too late, the connection breaks. */
    private long arrivalNanos(int bytes) {
      long latency = network.latencyNanos(place, other().place, bytes);
      lastArrivalNanos = Math.max(scheduler.nowNanos() + latency, lastArrivalNanos);
      if (lastArrivalNanos - scheduler.nowNanos() > SILENCE_NANOS) {
        long sentNanos = scheduler.nowNanos();
        scheduler.after(SILENCE_NANOS, network.life(), () -> breakUnlessHeardSince(sentNanos));
      }
      return lastArrivalNanos;
    }

    private void breakUnlessHeardSince(long nanos) {
      if (heardNanos < nanos) {
        breakNow();
      }
    }

    private void breakNow() {
      if (!over) {
        endNow("connection timed out");
        tellOther("connection reset");
      }
    }

    private End other() {
      return this == client ? node : client;
    }

    private void send() {
      if (over || unsent.size() == 0) {
        return;
      }
      if (network.isBlocked(place, other().place)) {
        sendLater();
        return;
      }
      stuckSinceNanos = -1;
      int room = (int) (WINDOW_BYTES - inFlightBytes - other().received.size());
      while (unsent.size() > 0 && room > 0) {
        int length = somewhere(Math.min(unsent.size(), room));
        byte[] segment = unsent.take(length);
        room -= length;
        inFlightBytes += length;
        long sent = scheduler.nowNanos();
        scheduler.at(arrivalNanos(length), network.life(), () -> arrive(segment, sent));
      }
    }

    private void sendLater() {
      boolean first = stuckSinceNanos < 0;
      if (first) {
        stuckSinceNanos = scheduler.nowNanos();
        long patience = LEAST_PATIENCE_NANOS + random.nextLong(LEAST_PATIENCE_NANOS);
        retry(stuckSinceNanos + patience);
      }
    }

    private void retry(long untilNanos) {
      scheduler.after(
          RETRY_NANOS,
          network.life(),
          () -> {
            if (over || stuckSinceNanos < 0) {
              return;
            }
            if (!network.isBlocked(place, other().place)) {
              send();
            } else if (scheduler.nowNanos() >= untilNanos) {
              breakNow();
            } else {
              retry(untilNanos);
            }
          });
    }

    private void arrive(byte[] segment, long sent) {
      String fate = other().over ? "lost: nobody is there any more" : MessageLog.ARRIVED;
      network.ended(MessageLog.Carrier.STREAM, place, other().place, segment, sent, fate);
      if (other().dark) {
        return;
      }
      heardNanos = scheduler.nowNanos();
      inFlightBytes -= segment.length;
      tellDrained();
      if (!other().over) {
        other().received.add(segment, 0, segment.length);
        other().readSoon();
      }
    }

    private void tellDrained() {
      if (!drainedSoon && user != null) {
        drainedSoon = true;
        loop.deliver(
            scheduler.nowNanos(),
            () -> {
              drainedSoon = false;
              if (!over) {
                user.drained();
              }
            });
      }
    }

    private void readSoon() {
      boolean something = received.size() > 0 && !paused || ending != null;
      if (!readingSoon && !over && something && user != null) {
        readingSoon = true;
        loop.deliver(scheduler.nowNanos() + random.nextLong(READING_NANOS), this::read);
      }
    }

    private void read() {
      readingSoon = false;
      if (over) {
        return;
      }
      if (received.size() > 0 && !paused) {
        user.received(ByteBuffer.wrap(received.take(somewhere(received.size()))));
        freed();
      } else if (ending != null) {
        endNow(ending);
      }
      readSoon();
    }

    /** The other end may send more, and hears of it when it would matter. */
    private void freed() {
      if (other().unsent.size() > 0) {
        scheduler.at(arrivalNanos(0), network.life(), other()::send);
      }
    }
  }

  SimStream(
      SimNetwork network,
      RandomGenerator random,
      String clientPlace,
      SimLoop clientLoop,
      String nodePlace,
      SimLoop nodeLoop) {
    this.network = network;
    this.scheduler = network.scheduler();
    this.random = random;
    this.client = new End(clientPlace, clientLoop);
    this.node = new End(nodePlace, nodeLoop);
  }

  End client() {
    return client;
  }

  End node() {
    return node;
  }

  /**
   * The node's process ended.
   *
   * @param silently as the power failed: the client notices only that nothing comes; otherwise the
   *     operating system resets the connection
   */
  void nodeEnded(boolean silently) {
    if (node.over) {
      return;
    }
    node.user = null;
    if (!silently) {
      node.endNow("killed");
      node.tellOther("connection reset");
      return;
    }
    node.dark = true;
    node.over = true;
    long patience = LEAST_PATIENCE_NANOS + random.nextLong(LEAST_PATIENCE_NANOS);
    scheduler.after(patience, network.life(), () -> client.endNow("connection timed out"));
  }

  /** Mostly the whole, at times any part of it. */
  private int somewhere(int length) {
    return random.nextInt(8) == 0 ? 1 + random.nextInt(length) : length;
  }
}
