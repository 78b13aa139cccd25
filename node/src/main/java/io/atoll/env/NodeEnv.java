package io.atoll.env;

import java.util.List;

/**
 * All the doors of one node. A node is built from one of these and its settings, and from nothing
 * else.
 *
 * <p>Loops are numbered from 0; loop 0 also carries the node's control work (gossip, topology).
 */
public interface NodeEnv {
  /** Wall and monotonic time; callable from any thread. */
  Clock clock();

  /** Randomness; callable from any thread. */
  Entropy entropy();

  /** The node's event loops, at least one. */
  List<Loop> loops();

  /**
   * A new sequential worker on which blocking calls are allowed.
   *
   * @param name what it does, for thread names and reports, such as {@code commit-log}
   */
  Worker worker(String name);

  /** The node's data directory; blocking, so only workers may call it. */
  Disk disk();

  /** The gossip socket; received datagrams arrive on loop 0. */
  Datagrams datagrams();

  /**
   * The peer links of one loop: frames arrive on that loop and must be sent from it.
   *
   * @param loop index into {@link #loops()}
   */
  PeerLinks peerLinks(int loop);
}
