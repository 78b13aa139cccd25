package io.atoll.ring;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Members and keyspaces to form topologies of. */
final class Clusters {
  private Clusters() {}

  static Member member(String nodeId, String dc, String rack) {
    return new Member(0, nodeId, dc, rack, 1, nodeId + ".example", 7001, 7002, 7003, 7004);
  }

  /**
   * So many nodes in each DC, each in a rack of its own; {@code us-1} is the first of {@code us}.
   */
  static List<Member> members(int nodesPerDc, String... dcs) {
    List<Member> members = new ArrayList<>();
    for (String dc : dcs) {
      for (int i = 1; i <= nodesPerDc; i++) {
        members.add(member(dc + "-" + i, dc, "rack" + i));
      }
    }
    return members;
  }

  static Topology threeDcs() {
    return Topology.form("test", 64, members(3, "us", "eu", "ap"));
  }

  static Keyspace keyspace(String name, Object... dcsAndFactors) {
    TreeMap<String, Integer> replication = new TreeMap<>();
    for (int i = 0; i < dcsAndFactors.length; i += 2) {
      replication.put((String) dcsAndFactors[i], (Integer) dcsAndFactors[i + 1]);
    }
    return new Keyspace(
        0,
        name,
        replication,
        ConflictPolicy.LWW,
        ConsistencyLevel.Named.LOCAL_QUORUM,
        new ConsistencyLevel.Count(1));
  }
}
