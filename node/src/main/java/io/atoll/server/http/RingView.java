package io.atoll.server.http;

import io.atoll.ring.Keyspace;
import io.atoll.ring.Member;
import io.atoll.ring.Topology;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who holds which arc at one epoch, as people and programs look at it: for as many replicas per DC
 * as the most replicated keyspaces have there.
 */
final class RingView {
  private final Topology topology;
  private final Map<Integer, Integer> arcsByMember = new HashMap<>();
  private final Buffer json;

  private RingView(Topology topology) {
    this.topology = topology;
    Map<String, List<List<Integer>>> claim = claim();
    for (List<List<Integer>> arcs : claim.values()) {
      for (List<Integer> members : arcs) {
        members.forEach(number -> arcsByMember.merge(number, 1, Integer::sum));
      }
    }
    this.json = Json.encode(describe(claim));
  }

  /** The share of all keys of the most replicated keyspace that a member holds, 0 to 1. */
  double share(Member member) {
    return (double) arcsByMember.getOrDefault(member.number(), 0) / topology.partitions();
  }

  /** The claim as compact JSON: per DC, an array of the member numbers of each arc. */
  Buffer json() {
    return json;
  }

  /** By DC, the member numbers of each arc in claim order. */
  private Map<String, List<List<Integer>>> claim() {
    Map<String, List<List<Integer>>> claim = new LinkedHashMap<>();
    Keyspace deepest = deepest(topology);
    if (deepest == null) {
      return claim;
    }
    deepest.replication().keySet().forEach(dc -> claim.put(dc, new ArrayList<>()));
    for (int partition = 0; partition < topology.partitions(); partition++) {
      for (List<List<Integer>> arcs : claim.values()) {
        arcs.add(new ArrayList<>());
      }
      long token = firstToken(partition, topology.partitions());
      for (Member replica : topology.preferenceList(deepest, token).replicas()) {
        claim.get(replica.dc()).getLast().add(replica.number());
      }
    }
    return claim;
  }

  private Map<String, Object> describe(Map<String, List<List<Integer>>> claim) {
    Map<String, Object> members = new LinkedHashMap<>();
    topology
        .members()
        .forEach((number, member) -> members.put(Integer.toString(number), member.nodeId()));
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("cluster", topology.clusterName());
    body.put("epoch", topology.epoch());
    body.put("partitions", topology.partitions());
    body.put("members", members);
    body.put("claim", claim);
    return body;
  }

  /** A keyspace that has in every DC as many replicas as any has, or null where there is none. */
  private static Keyspace deepest(Topology topology) {
    SortedMap<String, Integer> depths = new TreeMap<>();
    Keyspace any = null;
    for (Keyspace keyspace : topology.keyspaces().values()) {
      any = keyspace;
      keyspace.replication().forEach((dc, factor) -> depths.merge(dc, factor, Math::max));
    }
    return any == null
        ? null
        : new Keyspace(any.id(), any.name(), depths, any.conflicts(), any.read(), any.write());
  }

  private static long firstToken(int partition, int partitions) {
    return partitions == 1
        ? 0
        : (long) partition << (Long.SIZE - Integer.numberOfTrailingZeros(partitions));
  }

  /**
   * The view of the newest topology, made once for all loops of a node. Callable from any thread:
   * two that meet a new topology at once both make the same view.
   */
  static final class Newest {
    private volatile RingView newest;

    RingView of(Topology topology) {
      RingView known = newest;
      if (known == null || known.topology.epoch() != topology.epoch()) {
        known = new RingView(topology);
        newest = known;
      }
      return known;
    }
  }
}
