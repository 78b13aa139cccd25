package io.atoll.client;

import io.atoll.client.failure.AtollException;
import java.util.ArrayList;
import java.util.List;

/**
 * The requests of one batch on their way through the {@link BatchLane}, made one by one when it is
 * their turn. Used by whichever thread the lane lets send.
 *
 * @param <Q> a request
 * @param <T> its answer
 */
final class Portions<Q, T> implements BatchLane.Batch {
  private final BatchLane lane;
  private final Requests<Q, T> requests;
  private final List<Sink<T>> sinks;
  private int next;

  /** The one at {@link #next}, when it has been made and found no room. */
  private Q made;

  /** What the requests are. */
  interface Requests<Q, T> {
    /**
     * Makes the request at an index.
     *
     * @throws AtollException when it cannot be made, and has failed with that
     */
    Q make(int index);

    long sizeBytes(Q request);

    /** Sends requests together; sink k hears of request k. */
    void send(List<Q> together, List<Sink<T>> to);
  }

  Portions(BatchLane lane, Requests<Q, T> requests, List<Sink<T>> sinks) {
    this.lane = lane;
    this.requests = requests;
    this.sinks = sinks;
  }

  @Override
  public boolean hasMore() {
    return next < sinks.size();
  }

  @Override
  public int send(int most) {
    List<Q> together = new ArrayList<>();
    List<Sink<T>> to = new ArrayList<>();
    while (hasMore() && together.size() < most) {
      Sink<T> sink = sinks.get(next);
      try {
        Q request = made == null ? requests.make(next) : made;
        long sizeBytes = requests.sizeBytes(request);
        if (!lane.take(sizeBytes)) {
          made = request;
          break;
        }
        together.add(request);
        to.add(new Passing<>(sink, lane, sizeBytes));
      } catch (AtollException unencodable) {
        sink.failed(unencodable);
      }
      made = null;
      next++;
    }
    if (!together.isEmpty()) {
      requests.send(together, to);
    }
    return together.size();
  }

  /** Gives the room back when the request has ended. */
  private record Passing<T>(Sink<T> to, BatchLane lane, long sizeBytes) implements Sink<T> {
    @Override
    public void done(T answer) {
      try {
        to.done(answer);
      } finally {
        lane.ended(sizeBytes);
      }
    }

    @Override
    public void failed(AtollException failure) {
      try {
        to.failed(failure);
      } finally {
        lane.ended(sizeBytes);
      }
    }
  }
}
