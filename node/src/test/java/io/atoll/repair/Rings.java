package io.atoll.repair;

import io.atoll.ring.ConflictPolicy;
import io.atoll.ring.ConsistencyLevel;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Member;
import io.atoll.ring.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Topologies to compare replicas in. */
final class Rings {
  private Rings() {}

  /** One DC; keyspace 1, and those that are named, have three replicas, or all where fewer are. */
  static Topology of(int partitions, int nodes, String... keyspaces) {
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      members.add(new Member(0, "n" + i, "dc", "r" + i, 1, "h" + i, 7100, 7200, 8080, 7300));
    }
    Topology topology = Topology.form("rings", partitions, members);
    for (String name : keyspaces) {
      topology = topology.withKeyspace(keyspace(name, Math.min(3, nodes)));
    }
    return topology;
  }

  static Keyspace keyspace(String name, int replicas) {
    TreeMap<String, Integer> replication = new TreeMap<>();
    replication.put("dc", replicas);
    return new Keyspace(
        0,
        name,
        replication,
        ConflictPolicy.SIBLINGS,
        ConsistencyLevel.Named.ONE,
        ConsistencyLevel.Named.ONE);
  }
}
