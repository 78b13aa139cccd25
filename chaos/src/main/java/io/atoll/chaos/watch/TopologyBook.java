package io.atoll.chaos.watch;

import io.atoll.node.Node;
import io.atoll.ring.Topology;
import io.atoll.sim.SimCluster;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Every epoch that was seen at a node when somebody looked. */
public final class TopologyBook {
  private final SortedMap<Long, Topology> byEpoch = new TreeMap<>();
  private final SimCluster cluster;

  TopologyBook(SimCluster cluster) {
    this.cluster = cluster;
  }

  /** Looks at a node. */
  void note(String nodeId) {
    Node node = cluster.node(nodeId);
    if (node != null) {
      byEpoch.putIfAbsent(node.topology().epoch(), node.topology());
    }
  }

  /** What an epoch is; empty when nobody looked while it was the newest anywhere. */
  public Optional<Topology> of(long epoch) {
    return Optional.ofNullable(byEpoch.get(epoch));
  }

  /** All that were seen, by epoch. */
  public SortedMap<Long, Topology> all() {
    return byEpoch;
  }
}
