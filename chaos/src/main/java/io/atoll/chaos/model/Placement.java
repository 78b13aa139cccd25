package io.atoll.chaos.model;

import io.atoll.ring.Claim;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Member;
import io.atoll.ring.Topology;
import java.util.ArrayList;
import java.util.List;

/**
 * Which nodes hold a key, read off a topology by the definition: the circle of 2^64 tokens is cut
 * into Q equal arcs, and of an arc's list in each DC a keyspace of factor r has the first r.
 */
public final class Placement {
  private Placement() {}

  /** The arc of a token. */
  public static int arcOf(long token, int arcs) {
    return (int) Math.unsignedMultiplyHigh(token, arcs);
  }

  /** The replicas of a token, by DC in the order of their names, each DC's in the claim's order. */
  public static List<Member> replicas(Topology topology, Keyspace keyspace, long token) {
    return ofArc(topology, keyspace, arcOf(token, topology.partitions()));
  }

  /** Those of all tokens of an arc. */
  static List<Member> ofArc(Topology topology, Keyspace keyspace, int arc) {
    Claim claim = topology.claim();
    List<Member> replicas = new ArrayList<>();
    keyspace
        .replication()
        .forEach(
            (dc, factor) -> {
              int[] owners = claim.owners(dc, arc);
              for (int slot = 0; slot < factor; slot++) {
                replicas.add(topology.members().get(owners[slot]));
              }
            });
    return replicas;
  }
}
