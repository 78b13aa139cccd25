package io.atoll.client;

import java.util.ArrayDeque;

/**
 * Lets the requests of all batches of a client through, so many at a time, the batches taking
 * turns. They may take up half of what the client has in flight, so that a batch of any size leaves
 * room for everything else. Callable from any thread.
 */
final class BatchLane {
  /** How many requests a batch sends before it is the next one's turn. */
  static final int TURN = 64;

  private final int maxCount;
  private final long maxBytes;
  private final ArrayDeque<Batch> waiting = new ArrayDeque<>();
  private int count;
  private long bytes;
  private boolean sending;
  private boolean again;

  /** What has requests to send. */
  interface Batch {
    boolean hasMore();

    /**
     * Sends its next requests, each of which {@link #take} has let through and for each of which
     * {@link #ended} follows.
     *
     * @param most of them
     * @return how many; fewer only when there are no more, or {@link #take} let none through
     */
    int send(int most);
  }

  /**
   * @param maxInFlight of the client
   * @param maxQueuedBytes of the client
   */
  BatchLane(int maxInFlight, long maxQueuedBytes) {
    this.maxCount = Math.max(1, maxInFlight / 2);
    this.maxBytes = maxQueuedBytes / 2;
  }

  /** Sends a batch, as much as there is room for now and the rest bit by bit. */
  void enter(Batch batch) {
    synchronized (this) {
      waiting.add(batch);
    }
    send();
  }

  /** Takes room for one request; a request larger than all of it fits when it is alone. */
  synchronized boolean take(long requestBytes) {
    if (count > 0 && (count == maxCount || bytes + requestBytes > maxBytes)) {
      return false;
    }
    count++;
    bytes += requestBytes;
    return true;
  }

  /** Gives the room of one request back. */
  void ended(long requestBytes) {
    synchronized (this) {
      count--;
      bytes -= requestBytes;
      // What is sent together goes into few frames, so there should be room for some.
      if (waiting.isEmpty() && !sending || count > maxCount - Math.min(TURN, (maxCount + 1) / 2)) {
        return;
      }
    }
    send();
  }

  /** One thread at a time sends; what ends meanwhile, or within that, makes it look again. */
  private void send() {
    synchronized (this) {
      if (sending) {
        again = true;
        return;
      }
      sending = true;
    }
    boolean ended = false;
    try {
      while (!ended) {
        Batch next;
        synchronized (this) {
          again = false;
          next = waiting.poll();
        }
        ended = next == null ? ends(null, 0) : ends(next, next.send(TURN));
      }
    } finally {
      if (!ended) {
        ends(null, 0);
      }
    }
  }

  /** Takes a batch that sent something back into its turn; true when there is no more to do now. */
  private synchronized boolean ends(Batch batch, int sent) {
    boolean stuck = false;
    if (batch != null && batch.hasMore()) {
      if (sent > 0) {
        waiting.addLast(batch);
      } else {
        waiting.addFirst(batch);
        stuck = true;
      }
    }
    // A batch that got no room waits for something to end, and something is in flight.
    boolean over = batch == null ? waiting.isEmpty() : stuck && !again;
    sending = !over;
    return over;
  }
}
