package io.atoll.replication;

import io.atoll.ring.ConsistencyLevel;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Member;
import io.atoll.ring.Topology;
import io.atoll.wire.Excerpt;
import io.atoll.wire.Tokens;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the plan of every request. Owned by one loop.
 *
 * <p>A plan is put together from parts that exist already: the topology keeps the owners of each
 * arc, and what a level asks for is the same for all arcs of a keyspace that do not move, so it is
 * computed once per epoch. Whole plans are not kept: one for each arc and level in use would cost
 * more memory, and more cache misses, than the one small object of a request.
 */
final class ReplicaPlans {
  private record Use(int keyspaceId, ConsistencyLevel level, ConsistencyLevel other) {}

  private record Demand(Requirement requirement, boolean overlapping) {}

  private final String localDc;
  private final Map<Use, Demand> known = new HashMap<>();
  private long epoch;

  /**
   * @param localDc the coordinator's
   */
  ReplicaPlans(String localDc) {
    this.localDc = localDc;
  }

  /**
   * The plan of a request for a key.
   *
   * @param name of the keyspace
   * @param asked the request's level, or null for the keyspace's default
   * @throws RequestFailure.UnknownKeyspace naming those that exist
   * @throws RequestFailure.ImpossibleLevel as {@link Requirement#of}
   */
  ReplicaPlan of(Topology topology, String name, byte[] key, ConsistencyLevel asked, boolean read) {
    Keyspace keyspace = topology.keyspaces().get(name);
    if (keyspace == null) {
      throw new RequestFailure.UnknownKeyspace(
          "there is no keyspace '%s' in epoch %d; there are: %s"
              .formatted(name, topology.epoch(), Excerpt.text(topology.keyspaces().keySet())));
    }
    ConsistencyLevel level = asked != null ? asked : read ? keyspace.read() : keyspace.write();
    ConsistencyLevel others = read ? keyspace.write() : keyspace.read();
    return of(topology, keyspace, Tokens.of(keyspace.id(), key), level, others);
  }

  /**
   * The plan of a request for a token.
   *
   * @param others the keyspace's default for the other kind of request
   */
  ReplicaPlan of(
      Topology topology,
      Keyspace keyspace,
      long token,
      ConsistencyLevel level,
      ConsistencyLevel others) {
    List<Member> owners = topology.preferenceList(keyspace, token).replicas();
    if (topology.epoch() != epoch) {
      known.clear();
      epoch = topology.epoch();
    }
    Use use = new Use(keyspace.id(), level, others);
    Demand demand = known.get(use);
    if (demand == null) {
      demand = demand(keyspace, ReplicaRoles.of(owners), level, others);
      known.put(use, demand);
    }
    return new ReplicaPlan(
        epoch, token, keyspace, owners, level, demand.requirement, demand.overlapping);
  }

  /** The plan of a request for an arc that moves or is stood in for. */
  ReplicaPlan of(
      long epoch,
      Keyspace keyspace,
      long token,
      ArcReplicas arc,
      ConsistencyLevel level,
      ConsistencyLevel others) {
    Demand demand = demand(keyspace, ReplicaRoles.of(arc), level, others);
    return new ReplicaPlan(
        epoch, token, keyspace, arc.members(), level, demand.requirement, demand.overlapping);
  }

  private Demand demand(
      Keyspace keyspace, ReplicaRoles roles, ConsistencyLevel level, ConsistencyLevel others) {
    Requirement requirement = Requirement.of(keyspace.name(), roles, level, localDc);
    return new Demand(requirement, overlapsEverywhere(requirement, keyspace, others));
  }

  /**
   * The other request may be run in any DC that has replicas, so what is local to it must meet this
   * requirement from everywhere.
   */
  private static boolean overlapsEverywhere(
      Requirement requirement, Keyspace keyspace, ConsistencyLevel others) {
    ReplicaRoles roles = requirement.roles();
    try {
      for (int d = 0; d < roles.dcCount(); d++) {
        boolean owned = !roles.replicasOf(d).intersect(roles.owners()).isEmpty();
        Requirement theirs =
            owned ? Requirement.of(keyspace.name(), roles, others, roles.dc(d)) : null;
        if (owned && !requirement.overlaps(theirs)) {
          return false;
        }
      }
      return true;
    } catch (RequestFailure.ImpossibleLevel nobodyCanAskForIt) {
      return false;
    }
  }
}
