package io.atoll.membership;

import java.util.random.RandomGenerator;

/**
 * The order in which peers are probed: all of them once in random order, then in another (SWIM,
 * section 4.3), so that the time until a crashed node is probed is bounded, not only short on
 * average.
 */
final class ProbeRing {
  private final RandomGenerator random;
  private PeerRecord[] order = {};
  private int next;

  ProbeRing(RandomGenerator random) {
    this.random = random;
  }

  void replace(PeerRecord[] peers) {
    order = peers.clone();
    next = order.length;
  }

  /** The next usable peer, or null when there is none. */
  PeerRecord next() {
    for (int turns = order.length; turns > 0; turns--) {
      if (next >= order.length) {
        shuffle();
        next = 0;
      }
      PeerRecord peer = order[next++];
      if (peer.usable()) {
        return peer;
      }
    }
    return null;
  }

  private void shuffle() {
    for (int i = order.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      PeerRecord moved = order[i];
      order[i] = order[other];
      order[other] = moved;
    }
  }
}
