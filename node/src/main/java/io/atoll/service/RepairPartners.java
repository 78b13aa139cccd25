package io.atoll.service;

import io.atoll.ring.Keyspace;
import io.atoll.ring.Member;
import io.atoll.ring.Partitions;
import io.atoll.ring.PreferenceList;
import io.atoll.ring.Topology;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who holds replicas of what a node holds.
 *
 * @param epoch of the topology
 * @param arcs how many arcs the node holds, counted once for each keyspace
 * @param members by their numbers
 */
record RepairPartners(long epoch, long arcs, SortedMap<Integer, Member> members) {
  /** Before any topology. */
  static final RepairPartners NONE = new RepairPartners(0, 0, new TreeMap<>());

  /** Those of a node, by its number. */
  static RepairPartners of(Topology topology, int self) {
    TreeMap<Integer, Member> partners = new TreeMap<>();
    Map<SortedMap<String, Integer>, Long> counted = new java.util.HashMap<>();
    Set<SortedMap<String, Integer>> seen = new HashSet<>();
    long arcs = 0;
    for (Keyspace keyspace : topology.keyspaces().values()) {
      // Keyspaces that are replicated alike are placed alike, unless arcs are moving.
      if (seen.add(keyspace.replication()) || topology.transition().isPresent()) {
        counted.put(keyspace.replication(), add(topology, keyspace, self, partners));
      }
      arcs += counted.get(keyspace.replication());
    }
    partners.remove(self);
    return new RepairPartners(topology.epoch(), arcs, partners);
  }

  private static long add(
      Topology topology, Keyspace keyspace, int self, Map<Integer, Member> partners) {
    long own = 0;
    for (int arc = 0; arc < topology.partitions(); arc++) {
      PreferenceList replicas =
          topology.preferenceList(keyspace, Partitions.tokens(arc, topology.partitions()).from());
      if (replicas.contains(self)) {
        own++;
        for (Member member : replicas.replicas()) {
          partners.putIfAbsent(member.number(), member);
        }
      }
    }
    return own;
  }
}
