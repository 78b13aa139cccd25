package io.atoll.service;

import io.atoll.ring.Keyspace;
import io.atoll.ring.Topology;
import io.atoll.storage.StorageEngine;
import java.util.HashSet;
import java.util.Set;

/**
 * What a node does with a newer topology: its loops see it, gossip announces it, and the data of
 * keyspaces that are gone is dropped. Lives on loop 0.
 */
public final class Adoption implements TopologyService.Listener {
  private final PublishedTopology published;
  private final GossipService gossip;
  private final StorageEngine engine;

  public Adoption(PublishedTopology published, GossipService gossip, StorageEngine engine) {
    this.published = published;
    this.gossip = gossip;
    this.engine = engine;
  }

  @Override
  public void adopted(Topology newest) {
    Topology before = published.newest();
    if (newest.epoch() <= before.epoch()) {
      return;
    }
    published.publish(newest);
    gossip.adopted(newest);
    Set<Integer> kept = new HashSet<>();
    newest.keyspaces().values().forEach(keyspace -> kept.add(keyspace.id()));
    for (Keyspace keyspace : before.keyspaces().values()) {
      if (!kept.contains(keyspace.id())) {
        drop(keyspace.id());
      }
    }
  }

  private void drop(int keyspaceId) {
    for (int i = 0; i < engine.shardCount(); i++) {
      int shard = i;
      engine.loopOf(shard).execute(() -> engine.shard(shard).dropKeyspace(keyspaceId));
    }
  }
}
