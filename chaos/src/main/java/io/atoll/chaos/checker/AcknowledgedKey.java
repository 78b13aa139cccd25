package io.atoll.chaos.checker;

import io.atoll.chaos.model.Placement;
import io.atoll.chaos.model.ReplicaCounts;
import io.atoll.chaos.watch.Acknowledgement;
import io.atoll.ring.ConsistencyLevel;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Member;
import io.atoll.ring.Topology;
import java.util.List;

/**
 * The key of an acknowledged write, in the epoch that its answer names.
 *
 * @param replicas by the judge's own reading of that epoch
 */
record AcknowledgedKey(Keyspace keyspace, List<Member> replicas) {
  /** Null when nobody knows that epoch, or it has no such keyspace, or no replica wrote the key. */
  static AcknowledgedKey of(Evidence evidence, Acknowledgement said) {
    Topology topology = evidence.watch().topologies().of(said.outcome().epoch()).orElse(null);
    if (topology == null || said.place() == null) {
      return null;
    }
    for (Keyspace keyspace : topology.keyspaces().values()) {
      if (keyspace.id() == said.place().keyspaceId()) {
        return new AcknowledgedKey(
            keyspace, Placement.replicas(topology, keyspace, said.place().token()));
      }
    }
    return null;
  }

  /** What was asked for. */
  ConsistencyLevel level(Acknowledgement said) {
    return said.level() == null ? keyspace.write() : said.level();
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
}
