package io.atoll.replication;

import io.atoll.ring.Topology;
import io.vertx.core.Future;

/** The topology as one loop sees it. */
public interface TopologyFeed {
  /** The newest that this node knows. */
  Topology newest();

  /**
   * A peer, by its member number, works with an epoch; when it is newer than ours, it is fetched.
   */
  void seen(int member, long epoch);

  /**
   * Completes, on this loop, with the first known topology of at least that epoch; fails when it
   * does not come soon.
   */
  Future<Topology> atLeast(long epoch);
}
