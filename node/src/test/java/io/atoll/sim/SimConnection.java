package io.atoll.sim;

import io.atoll.env.PeerLinks;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * One connection between two nodes: frames arrive in order, as over TCP. While a direction is cut,
 * held back or too narrow its frames wait, and when they have waited too long the connection
 * breaks; frames that have not arrived then are lost.
 */
final class SimConnection {
  private static final long RETRY_NANOS = 200_000_000;
  private static final long GIVE_UP_NANOS = 4_000_000_000L;

  /**
   * Nodes break a connection on which they hear nothing for so long. Here that is so too when some
   * of what was sent comes, and the rest does not: otherwise frames that are late could keep each
   * other company for minutes.
   */
  private static final long SILENCE_NANOS = SimNetwork.SILENCE_MS * 1_000_000;

  /** What the operating system takes before a narrow way, in time. */
  private static final long SENT_AHEAD_NANOS = 100_000_000;

  private final SimNetwork network;
  private final End[] ends = new End[2];
  private final int version;
  private boolean broken;

  /** One end. */
  final class End {
    private final String nodeId;
    private final int side;
    private final Queue<byte[]> waiting = new ArrayDeque<>();
    private SimPeerLinks.Attachment attachment;
    private long lastArrivalNanos;
    private long stuckSinceNanos = -1;

    private End(String nodeId, int side) {
      this.nodeId = nodeId;
      this.side = side;
    }

    String nodeId() {
      return nodeId;
    }

    End other() {
      return ends[1 - side];
    }

    void attach(SimPeerLinks.Attachment to) {
      attachment = to;
    }

    /** Bytes that wait because the direction is cut, held back or narrow. */
    int queuedBytes() {
      return waiting.stream().mapToInt(frame -> frame.length).sum();
    }

    void send(byte[] frame) {
      if (frame.length < 1 || frame.length > PeerLinks.MAX_FRAME_BYTES) {
        throw new AssertionError("a frame of " + frame.length + " bytes is sent");
      }
      waiting.add(frame);
      if (waiting.size() == 1) {
        flush();
      }
    }

    private void flush() {
      if (broken) {
        return;
      }
      if (network.isBlocked(nodeId, other().nodeId)) {
        waitOn();
        return;
      }
      stuckSinceNanos = -1;
      Scheduler scheduler = network.scheduler();
      while (!waiting.isEmpty() && !broken) {
        long backlogNanos = network.backlogNanos(nodeId, other().nodeId);
        if (backlogNanos > SENT_AHEAD_NANOS) {
          long room = backlogNanos - network.random().nextLong(SENT_AHEAD_NANOS);
          // The way may be wide again long before that.
          scheduler.after(Math.min(room, RETRY_NANOS), network.life(), this::flushOn);
          return;
        }
        carry(waiting.remove());
      }
    }

    /** Goes on after a while in which too much was on its way. */
    private void flushOn() {
      int before = waiting.size();
      flush();
      if (waiting.size() < before && attachment != null && !broken) {
        attachment.written();
      }
    }

    private void waitOn() {
      Scheduler scheduler = network.scheduler();
      if (stuckSinceNanos < 0) {
        stuckSinceNanos = scheduler.nowNanos();
      }
      boolean cut = network.isCut(nodeId, other().nodeId);
      if (scheduler.nowNanos() - stuckSinceNanos >= (cut ? GIVE_UP_NANOS : SILENCE_NANOS)) {
        breakNow();
      } else {
        scheduler.after(RETRY_NANOS, network.life(), this::flush);
      }
    }

    private void carry(byte[] frame) {
      Scheduler scheduler = network.scheduler();
      long latency = network.latencyNanos(nodeId, other().nodeId, frame.length);
      lastArrivalNanos = Math.max(scheduler.nowNanos() + latency, lastArrivalNanos);
      if (lastArrivalNanos - scheduler.nowNanos() > SILENCE_NANOS) {
        scheduler.after(SILENCE_NANOS, network.life(), SimConnection.this::breakNow);
      }
      long sent = scheduler.nowNanos();
      scheduler.at(lastArrivalNanos, network.life(), () -> arrive(frame, sent));
    }

    private void breakArrives() {
      if (attachment != null) {
        attachment.broken(SimConnection.this);
      }
    }

    private void arrive(byte[] frame, long sent) {
      if (broken) {
        ended(frame, sent, "lost: the connection is broken");
      } else if (other().attachment == null) {
        ended(frame, sent, "lost: nobody is there any more");
      } else {
        ended(frame, sent, MessageLog.ARRIVED);
        other().attachment.frame(SimConnection.this, frame);
      }
    }

    private void ended(byte[] frame, long sent, String fate) {
      network.ended(MessageLog.Carrier.FRAME, nodeId, other().nodeId, frame, sent, fate);
    }

    private void loseWhatWaits() {
      long now = network.scheduler().nowNanos();
      waiting.forEach(frame -> ended(frame, now, "lost: the connection broke before it left"));
    }
  }

  /**
   * @param version what its ends agreed on
   */
  SimConnection(SimNetwork network, String from, String to, int version) {
    this.version = version;
    this.network = network;
    ends[0] = new End(from, 0);
    ends[1] = new End(to, 1);
  }

  End end(int side) {
    return ends[side];
  }

  int version() {
    return version;
  }

  boolean isBroken() {
    return broken;
  }

  /** Both ends learn of it, each after the time that news takes. */
  void breakNow() {
    if (broken) {
      return;
    }
    broken = true;
    for (End end : ends) {
      end.loseWhatWaits();
      if (end.attachment != null) {
        long latency = network.latencyNanos(end.other().nodeId, end.nodeId);
        long news = Math.min(latency, SILENCE_NANOS);
        network.scheduler().after(news, network.life(), end::breakArrives);
      }
    }
  }

  /**
   * The process at one end died without a word, as when the power fails: the other learns of it
   * only by silence.
   */
  void silence(int side) {
    ends[side].attachment = null;
    network.scheduler().after(GIVE_UP_NANOS, network.life(), this::breakNow);
  }
}
