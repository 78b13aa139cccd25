package io.atoll.service;

import io.atoll.env.Clock;
import io.atoll.env.Loop;
import io.atoll.replication.LocalReplicas.WriteListener;
import io.atoll.replication.RequestFailure;
import io.atoll.replication.WriteRequest;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Topology;
import java.util.ArrayDeque;
import java.util.function.Supplier;

/**
 * The writes of one loop that came before the node had an incarnation to make them under: a matter
 * of some round trips after a start. Each waits within its own time; when that is over nothing was
 * done, and it may be tried elsewhere. Nor is anything done when its keyspace was dropped
 * meanwhile: what was in that may be gone already, and with it the numbers of its events. Bounded.
 */
public final class WaitingWrites {
  /** The most that wait. */
  public static final int MAX = 1_024;

  private final Clock clock;
  private final Incarnation incarnation;
  private final Supplier<Topology> topology;
  private final ArrayDeque<Waiting> queue = new ArrayDeque<>();

  /**
   * @param home the loop that it belongs to
   * @param topology the newest that this node knows
   */
  public WaitingWrites(
      Loop home, Clock clock, Incarnation incarnation, Supplier<Topology> topology) {
    this.clock = clock;
    this.incarnation = incarnation;
    this.topology = topology;
    incarnation.established().onSuccess(now -> home.execute(this::go));
  }

  private record Waiting(
      long untilNanos, Keyspace keyspace, WriteListener listener, Runnable write) {}

  /** Whether a write has to wait. */
  boolean mustWait() {
    return incarnation.generation() == 0;
  }

  /** Keeps a write until it can be made, or its time is over. */
  void add(Keyspace keyspace, WriteRequest request, WriteListener listener, Runnable write) {
    incarnation.want();
    long now = clock.nanos();
    while (!queue.isEmpty() && queue.peek().untilNanos <= now) {
      refuse(queue.poll().listener);
    }
    if (queue.size() >= MAX) {
      refuse(listener);
      return;
    }
    queue.add(new Waiting(now + request.timeoutMs() * 1_000_000, keyspace, listener, write));
  }

  /** How many wait; on its loop. */
  public int size() {
    return queue.size();
  }

  private void go() {
    long now = clock.nanos();
    for (Waiting next = queue.poll(); next != null; next = queue.poll()) {
      if (next.untilNanos <= now) {
        refuse(next.listener);
      } else if (!isThere(next.keyspace)) {
        next.listener.failed(
            new RequestFailure.UnknownKeyspace(
                "keyspace '%s' was dropped: nothing was attempted"
                    .formatted(next.keyspace.name())));
      } else {
        next.write.run();
      }
    }
  }

  private boolean isThere(Keyspace keyspace) {
    return topology.get().keyspace(keyspace.id()) != null;
  }

  private static void refuse(WriteListener listener) {
    listener.failed(
        new RequestFailure.Overloaded(
            "this node has just started and does not know yet whether its data is the newest that"
                + " it ever had: try again, or another node"));
  }
}
