package io.atoll.replication;

import io.atoll.ring.ConsistencyLevel;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Topology;
import java.util.HashMap;
import java.util.Map;

/** What the levels in use ask for, computed once per epoch. Owned by one loop. */
final class Requirements {
  private record Use(int keyspaceId, ConsistencyLevel level, ConsistencyLevel other) {}

  /**
   * What one level asks for.
   *
   * @param overlapping whether it shares a replica with the level of the other kind of request
   */
  record Demand(Requirement requirement, boolean overlapping) {}

  private final String localDc;
  private final Map<Use, Demand> known = new HashMap<>();
  private long epoch;

  Requirements(String localDc) {
    this.localDc = localDc;
  }

  /**
   * What a level asks for.
   *
   * @param other the keyspace's default for the other kind of request
   * @throws RequestFailure.ImpossibleLevel as {@link Requirement#of}
   */
  Demand of(Topology topology, Keyspace keyspace, ConsistencyLevel level, ConsistencyLevel other) {
    if (topology.epoch() != epoch) {
      known.clear();
      epoch = topology.epoch();
    }
    Use use = new Use(keyspace.id(), level, other);
    Demand demand = known.get(use);
    if (demand == null) {
      Requirement requirement = Requirement.of(keyspace, level, localDc);
      demand = new Demand(requirement, overlapsEverywhere(requirement, keyspace, other));
      known.put(use, demand);
    }
    return demand;
  }

  /**
   * The other request may be run in any DC that has replicas, so what is local to it must meet this
   * requirement from everywhere.
   */
  private static boolean overlapsEverywhere(
      Requirement requirement, Keyspace keyspace, ConsistencyLevel other) {
    try {
      for (String dc : keyspace.replication().keySet()) {
        if (!requirement.overlaps(Requirement.of(keyspace, other, dc))) {
          return false;
        }
      }
      return true;
    } catch (RequestFailure.ImpossibleLevel nobodyCanAskForIt) {
      return false;
    }
  }
}
