package io.atoll.node;

import io.atoll.env.Loop;
import io.atoll.env.Timers;
import io.atoll.replication.TopologyFeed;
import io.atoll.ring.Topology;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ObjLongConsumer;

/**
 * Where the newest topology is shown to all loops: loop 0 posts it, every loop reads it. A posted
 * topology is durable on this node, and epochs only rise.
 */
final class PublishedTopology {
  /** How long somebody may wait for an epoch that a peer already has. */
  private static final long WAIT_MS = 5_000;

  private final List<View> views;
  private volatile Topology newest;

  /**
   * @param loops every loop of the node
   * @param announced told, on the loop where it was heard, that a node id has a newer epoch
   */
  PublishedTopology(Topology first, List<Loop> loops, ObjLongConsumer<String> announced) {
    newest = first;
    views = loops.stream().map(loop -> new View(loop, announced)).toList();
  }

  Topology newest() {
    return newest;
  }

  /** The board as a loop sees it. */
  View view(int loop) {
    return views.get(loop);
  }

  /** Shows a newer topology. */
  void post(Topology topology) {
    newest = topology;
    for (View view : views) {
      view.loop.execute(() -> view.posted(topology));
    }
  }

  /** One loop's view. */
  final class View implements TopologyFeed {
    private final Loop loop;
    private final ObjLongConsumer<String> announced;
    private final List<Waiting> waiting = new ArrayList<>();
    private long newestHeard;

    private View(Loop loop, ObjLongConsumer<String> announced) {
      this.loop = loop;
      this.announced = announced;
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
      if (epoch > mine.epoch() && epoch > newestHeard && mine.members().containsKey(member)) {
        newestHeard = epoch;
        announced.accept(mine.members().get(member).nodeId(), epoch);
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

    private void posted(Topology topology) {
      List<Waiting> served = waiting.stream().filter(w -> w.epoch() <= topology.epoch()).toList();
      waiting.removeAll(served);
      for (Waiting each : served) {
        each.timer().cancel();
        each.promise().tryComplete(topology);
      }
    }
  }
}
