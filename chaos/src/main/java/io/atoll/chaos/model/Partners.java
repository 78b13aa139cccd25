package io.atoll.chaos.model;

import io.atoll.ring.Keyspace;
import io.atoll.ring.Member;
import io.atoll.ring.Topology;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Two members that both hold replicas of the same keys.
 *
 * @param one the member with the lower number
 */
public record Partners(int one, int other) implements Comparable<Partners> {
  /** The two, in whatever order. */
  public static Partners of(int one, int other) {
    return new Partners(Math.min(one, other), Math.max(one, other));
  }

  /** All there are, read off the claim arc by arc. */
  public static Set<Partners> of(Topology topology) {
    Set<Partners> all = new TreeSet<>();
    Set<Map<String, Integer>> alike = new HashSet<>();
    for (Keyspace keyspace : topology.keyspaces().values()) {
      if (alike.add(keyspace.replication())) {
        for (int arc = 0; arc < topology.partitions(); arc++) {
          add(Placement.ofArc(topology, keyspace, arc), all);
        }
      }
    }
    return all;
  }

  private static void add(List<Member> replicas, Set<Partners> all) {
    for (int i = 0; i < replicas.size(); i++) {
      for (int j = 0; j < i; j++) {
        all.add(of(replicas.get(i).number(), replicas.get(j).number()));
      }
    }
  }

  @Override
  public int compareTo(Partners that) {
    return one != that.one ? Integer.compare(one, that.one) : Integer.compare(other, that.other);
  }
}
