package io.atoll.server.http;

import io.atoll.platform.http.Json;
import io.atoll.ring.Claim;
import io.atoll.ring.Member;
import io.atoll.ring.Topology;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who holds which arc at one epoch, as people and programs look at it. Immutable. */
final class RingView {
  private final long epoch;
  private final int partitions;
  private final Map<Integer, Integer> arcsByMember = new HashMap<>();
  private final Buffer json;

  private RingView(Topology topology) {
    this.epoch = topology.epoch();
    this.partitions = topology.partitions();
    Claim claim = topology.claim();
    for (String dc : claim.dcs()) {
      arcsByMember.putAll(claim.arcs(dc, claim.depth(dc)));
    }
    this.json = Json.encode(describe(topology));
  }

  /** The share of all keys of the most replicated keyspace that a member holds, 0 to 1. */
  double share(Member member) {
    return (double) arcsByMember.getOrDefault(member.number(), 0) / partitions;
  }

  /** The claim as compact JSON: per DC, an array of the member numbers of each arc. */
  Buffer json() {
    return json;
  }

  private static Map<String, Object> describe(Topology topology) {
    Map<String, Object> members = new LinkedHashMap<>();
    topology
        .members()
        .forEach((number, member) -> members.put(Integer.toString(number), member.nodeId()));
    Claim claim = topology.claim();
    Map<String, Object> arcsByDc = new LinkedHashMap<>();
    for (String dc : claim.dcs()) {
      List<int[]> arcs = new ArrayList<>();
      for (int partition = 0; partition < claim.partitions(); partition++) {
        arcs.add(claim.owners(dc, partition));
      }
      arcsByDc.put(dc, arcs);
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("cluster", topology.clusterName());
    body.put("epoch", topology.epoch());
    body.put("partitions", topology.partitions());
    body.put("members", members);
    body.put("claim", arcsByDc);
    return body;
  }

  /**
   * The view of the newest topology, made once for all loops of a node. Callable from any thread:
   * two that meet a new topology at once both make the same view.
   */
  static final class Newest {
    private volatile RingView newest;

    RingView of(Topology topology) {
      RingView known = newest;
      if (known == null || known.epoch != topology.epoch()) {
        known = new RingView(topology);
        newest = known;
      }
      return known;
    }
  }
}
