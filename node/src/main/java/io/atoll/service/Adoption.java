package io.atoll.service;

import io.atoll.ring.Topology;

/**
 * What a node does with a newer topology: its loops see it, gossip announces it, and the data of
 * keyspaces that are gone is dropped. Lives on loop 0.
 */
public final class Adoption implements TopologyService.Listener {
  private final PublishedTopology published;
  private final GossipService gossip;
  private final DroppedKeyspaces dropped;

  public Adoption(PublishedTopology published, GossipService gossip, DroppedKeyspaces dropped) {
    this.published = published;
    this.gossip = gossip;
    this.dropped = dropped;
  }

  @Override
  public void adopted(Topology newest) {
    Topology before = published.newest();
    if (newest.epoch() <= before.epoch()) {
      return;
    }
    published.publish(newest);
    gossip.adopted(newest);
    dropped.adopted(before, newest);
  }
}
