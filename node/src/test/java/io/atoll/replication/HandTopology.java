package io.atoll.replication;

import io.atoll.ring.Topology;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;

/** The topology as the test sets it, and what was heard of newer ones. */
final class HandTopology implements TopologyFeed {
  private final List<String> seen = new ArrayList<>();
  private final List<Waiting> waiting = new ArrayList<>();
  private Topology newest;

  private record Waiting(long epoch, Promise<Topology> promise) {}

  HandTopology(Topology newest) {
    this.newest = newest;
  }

  /** A newer topology arrives. */
  void becomes(Topology topology) {
    newest = topology;
    for (Waiting each : List.copyOf(waiting)) {
      if (each.epoch <= topology.epoch()) {
        waiting.remove(each);
        each.promise.complete(topology);
      }
    }
  }

  /** Nobody waits any longer. */
  void giveUp() {
    List<Waiting> now = List.copyOf(waiting);
    waiting.clear();
    now.forEach(each -> each.promise.fail("it did not come"));
  }

  /** What peers were seen to work with, as {@code member@epoch}. */
  List<String> seen() {
    return seen;
  }

  @Override
  public Topology newest() {
    return newest;
  }

  @Override
  public void seen(int member, long epoch) {
    seen.add(member + "@" + epoch);
  }

  @Override
  public Future<Topology> atLeast(long epoch) {
    if (newest.epoch() >= epoch) {
      return Future.succeededFuture(newest);
    }
    Promise<Topology> promise = Promise.promise();
    waiting.add(new Waiting(epoch, promise));
    return promise.future();
  }
}
