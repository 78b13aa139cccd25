package io.atoll.service;

import io.atoll.env.Loop;
import io.atoll.env.Timers;
import io.atoll.replication.TopologyFeed;
import io.atoll.ring.Topology;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The newest topology: loop 0 publishes it, every loop reads it. What is published is durable on
 * this node, and epochs only rise.
 */
public final class PublishedTopology {
  /** How long somebody may wait for an epoch that a peer already has. */
  private static final long WAIT_MS = 5_000;

  private final List<View> views;
  private volatile Topology newest;

  /**
   * @param loops every loop of the node
   * @param epochs told, on the loop where it was heard, of an epoch newer than the published one
   */
  public PublishedTopology(Topology first, List<Loop> loops, EpochListener epochs) {
    newest = first;
    views = loops.stream().map(loop -> new View(loop, epochs)).toList();
  }

  /** From any thread. */
  public Topology newest() {
    return newest;
  }

  /** It as a loop sees it; for use on that loop. */
  public TopologyFeed view(int loop) {
    return views.get(loop);
  }

  void publish(Topology topology) {
    newest = topology;
    for (View view : views) {
      view.loop.execute(() -> view.published(topology));
    }
  }

  /** One loop's view. */
  private final class View implements TopologyFeed {
    private final Loop loop;
    private final EpochListener epochs;
    private final List<Waiting> waiting = new ArrayList<>();

    /** The newest epoch that each member has told of, where it is newer than the published one. */
    private final Map<Integer, Long> heard = new HashMap<>();

    private View(Loop loop, EpochListener epochs) {
      this.loop = loop;
      this.epochs = epochs;
    }

    /** Somebody who waits for an epoch. */
    private record Waiting(long epoch, Promise<Topology> promise, Timers.Timer timer) {}

    @Override
    public Topology newest() {
      return newest;
    }

    @Override
    public void seen(int member, long epoch) {
      Topology mine = newest;
      if (epoch <= mine.epoch() || !mine.members().containsKey(member)) {
        return;
      }
      Long before = heard.put(member, epoch);
      if (before == null || before < epoch) {
        epochs.heard(mine.members().get(member).nodeId(), epoch);
      }
    }

    @Override
    public Future<Topology> atLeast(long epoch) {
      if (newest.epoch() >= epoch) {
        return Future.succeededFuture(newest);
      }
      Promise<Topology> promise = Promise.promise();
      Timers.Timer timer =
          loop.after(
              WAIT_MS,
              () -> {
                waiting.removeIf(w -> w.promise().equals(promise));
                promise.tryFail("epoch %d did not arrive in time".formatted(epoch));
              });
      waiting.add(new Waiting(epoch, promise, timer));
      return promise.future();
    }

    private void published(Topology topology) {
      heard.values().removeIf(epoch -> epoch <= topology.epoch());
      List<Waiting> served = waiting.stream().filter(w -> w.epoch() <= topology.epoch()).toList();
      waiting.removeAll(served);
      for (Waiting each : served) {
        each.timer().cancel();
        each.promise().tryComplete(topology);
      }
    }
  }
}
