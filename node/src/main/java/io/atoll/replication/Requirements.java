package io.atoll.replication;

import io.atoll.ring.ConsistencyLevel;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Topology;
import java.util.HashMap;
import java.util.Map;

/** The requirements of the levels in use, computed once per epoch. Owned by one loop. */
final class Requirements {
  private record Use(int keyspaceId, ConsistencyLevel level) {}

  private final String localDc;
  private final Map<Use, Requirement> known = new HashMap<>();
  private long epoch;

  Requirements(String localDc) {
    this.localDc = localDc;
  }

  /**
   * The requirement of a level.
   *
   * @throws RequestFailure.ImpossibleLevel as {@link Requirement#of}
   */
  Requirement of(Topology topology, Keyspace keyspace, ConsistencyLevel level) {
    if (topology.epoch() != epoch) {
      known.clear();
      epoch = topology.epoch();
    }
    Use use = new Use(keyspace.id(), level);
    Requirement requirement = known.get(use);
    if (requirement == null) {
      requirement = Requirement.of(keyspace, level, localDc);
      known.put(use, requirement);
    }
    return requirement;
  }
}
