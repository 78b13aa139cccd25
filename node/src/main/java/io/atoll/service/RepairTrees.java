package io.atoll.service;

import io.atoll.env.Clock;
import io.atoll.env.Loop;
import io.atoll.peer.Peers;
import io.atoll.repair.CommonArcs;
import io.atoll.repair.Moments;
import io.atoll.repair.NotComparedException;
import io.atoll.repair.RepairTree;
import io.atoll.repair.SketchSide;
import io.atoll.repair.TreeReading;
import io.atoll.repair.sketch.SketchKey;
import io.atoll.replication.TopologyFeed;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Topology;
import io.vertx.core.Future;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * The hash trees of what a node and others hold, for people. Any thread, once all loops have
 * joined; each call on the loop that it names.
 */
final class RepairTrees {
  private final int self;
  private final Clock clock;
  private final Map<Loop, OfLoop> loops = new IdentityHashMap<>();

  /** What answers on a loop. */
  private record OfLoop(TopologyFeed topology, SketchSide own, SketchKey key, Peers peers) {}

  /**
   * @param self this node, by its number
   */
  RepairTrees(int self, Clock clock) {
    this.self = self;
    this.clock = clock;
  }

  void join(Loop loop, TopologyFeed topology, SketchSide own, SketchKey key, Peers peers) {
    loops.put(loop, new OfLoop(topology, own, key, peers));
  }

  /** As {@link io.atoll.repair.RepairControl#tree}. */
  Future<RepairTree> tree(Keyspace keyspace, Integer member, Loop home) {
    OfLoop here = loops.get(home);
    if (here == null) {
      return Future.failedFuture(new NotComparedException("nothing is compared on this node"));
    }
    Topology now = here.topology.newest();
    int other = member == null ? self : member;
    CommonArcs arcs = CommonArcs.of(now, self, other, keyspace.id());
    if (arcs.size() == 0) {
      return Future.succeededFuture();
    }
    SketchSide theirs = member == null ? null : new PeerSketches(here.peers, member, here.key);
    long momentMs = Moments.settled(clock.wallMs());
    return TreeReading.begin(now, keyspace, arcs, momentMs, here.own, theirs);
  }
}
