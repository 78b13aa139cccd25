package io.atoll.chaos.checker;

import io.atoll.chaos.model.LevelRule;
import io.atoll.chaos.model.Placement;
import io.atoll.chaos.model.ReplicaCounts;
import io.atoll.chaos.watch.Acknowledgement;
import io.atoll.ring.ConsistencyLevel;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Member;
import io.atoll.ring.Topology;
import io.atoll.storage.StorageKey;
import java.util.List;
import java.util.Optional;

/**
 * The key of an acknowledged write, in the epoch that its answer names.
 *
 * @param replicas by the judge's own reading of that epoch
 */
record AcknowledgedKey(Keyspace keyspace, List<Member> replicas) {
  /** Empty when that epoch has no such keyspace, or no replica was asked to write the key. */
  static Optional<AcknowledgedKey> of(Topology topology, Acknowledgement said) {
    for (StorageKey place : said.places()) {
      Keyspace keyspace = topology.keyspace(place.keyspaceId());
      if (keyspace != null) {
        return Optional.of(
            new AcknowledgedKey(keyspace, Placement.replicas(topology, keyspace, place.token())));
      }
    }
    return Optional.empty();
  }

  /** What was asked for. */
  LevelRule rule(Acknowledgement said) {
    return rule(said.level() == null ? keyspace.write() : said.level(), said.dc());
  }

  LevelRule rule(ConsistencyLevel level, String dc) {
    return new LevelRule(level, dc, ReplicaCounts.of(keyspace));
  }

  /** How many replicas have a write event on disk, by DC. */
  ReplicaCounts having(Acknowledgement.Event event) {
    ReplicaCounts counts = ReplicaCounts.NONE;
    for (Member replica : replicas) {
      if (event.onDisk().contains(replica.nodeId())) {
        counts = counts.and(replica.dc());
      }
    }
    return counts;
  }

  @Override
  public String toString() {
    return keyspace.name() + " on " + replicas.stream().map(Member::nodeId).toList();
  }
}
