package io.atoll.server.binary;

import io.atoll.ring.Claim;
import io.atoll.ring.ConflictPolicy;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Member;
import io.atoll.ring.Topology;
import io.atoll.wire.ClusterView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One topology as clients see it: keyspaces by their ids, and the {@link ClusterView}, encoded when
 * it is first asked for. Used on one loop.
 */
final class ViewOfTopology {
  private final Topology topology;
  private final int[] ids;
  private final String[] names;
  private byte[] encoded;

  ViewOfTopology(Topology topology) {
    this.topology = topology;
    List<Keyspace> keyspaces = new ArrayList<>(topology.keyspaces().values());
    keyspaces.sort((a, b) -> Integer.compare(a.id(), b.id()));
    this.ids = new int[keyspaces.size()];
    this.names = new String[ids.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = keyspaces.get(i).id();
      names[i] = keyspaces.get(i).name();
    }
  }

  Topology topology() {
    return topology;
  }

  /** The name of a keyspace, or null where there is none of that id. */
  String keyspace(int id) {
    int at = Arrays.binarySearch(ids, id);
    return at < 0 ? null : names[at];
  }

  /** The bytes of the view; not to be changed. */
  byte[] encoded() {
    if (encoded == null) {
      encoded = of(topology).encode();
    }
    return encoded;
  }

  /** The view itself. */
  static ClusterView of(Topology topology) {
    List<ClusterView.Node> nodes = new ArrayList<>();
    Map<Integer, Integer> places = new TreeMap<>();
    for (Member member : topology.members().values()) {
      places.put(member.number(), nodes.size());
      nodes.add(
          new ClusterView.Node(
              member.number(),
              member.nodeId(),
              member.dc(),
              member.rack(),
              member.host(),
              member.clientPort(),
              member.httpPort()));
    }
    Map<String, ClusterView.KeyspaceView> keyspaces = new TreeMap<>();
    for (Keyspace keyspace : topology.keyspaces().values()) {
      keyspaces.put(
          keyspace.name(),
          new ClusterView.KeyspaceView(
              keyspace.id(),
              keyspace.name(),
              keyspace.conflicts() == ConflictPolicy.LWW,
              keyspace.read().code(),
              keyspace.write().code(),
              keyspace.replication()));
    }
    Map<String, ClusterView.DcClaim> claims = new TreeMap<>();
    Claim claim = topology.claim();
    for (String dc : claim.dcs()) {
      int depth = claim.depth(dc);
      int[] cells = new int[claim.partitions() * depth];
      for (int cell = 0; cell < cells.length; cell++) {
        cells[cell] = places.get(claim.owner(dc, cell / depth, cell % depth));
      }
      claims.put(dc, new ClusterView.DcClaim(depth, cells));
    }
    return new ClusterView(
        topology.clusterName(), topology.epoch(), claim.partitions(), nodes, keyspaces, claims);
  }
}
