package io.atoll.chaos.fault;

import io.atoll.chaos.model.Placement;
import io.atoll.node.Node;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Member;
import io.atoll.ring.Topology;
import io.atoll.sim.SimCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What can be struck: all that a choice of faults knows of a cluster.
 *
 * @param nodes all of them, at least one
 * @param clients with a place of their own in the network; maybe none
 * @param plans the replicas of some keys; maybe none
 */
public record Targets(List<Place> nodes, List<Place> clients, List<List<String>> plans) {
  /** Of how many arcs of a keyspace the replicas are known. */
  private static final int ARCS = 8;

  public Targets {
    nodes = List.copyOf(nodes);
    clients = List.copyOf(clients);
    plans = List.copyOf(plans);
  }

  /**
   * Of a cluster whose nodes know its topology, with the replicas of some keys of each keyspace.
   */
  public static Targets of(SimCluster cluster, List<Place> clients) {
    List<List<String>> plans = new ArrayList<>();
    for (Member member : cluster.members()) {
      Node node = cluster.node(member.nodeId());
      if (node != null && plans.isEmpty()) {
        node.topology()
            .keyspaces()
            .values()
            .forEach(each -> addPlans(node.topology(), each, plans));
      }
    }
    return new Targets(of(cluster.members(), clients).nodes(), clients, plans);
  }

  private static void addPlans(Topology topology, Keyspace keyspace, List<List<String>> plans) {
    int arcs = topology.partitions();
    for (int arc = 0; arc < arcs; arc += Math.max(1, arcs / ARCS)) {
      long token = (long) arc << (64 - Integer.numberOfTrailingZeros(arcs));
      plans.add(
          Placement.replicas(topology, keyspace, token).stream().map(Member::nodeId).toList());
    }
  }

  /** Of a cluster, without the replicas of keys. */
  public static Targets of(List<Member> members, List<Place> clients) {
    return new Targets(
        members.stream().map(member -> new Place(member.nodeId(), member.dc())).toList(),
        clients,
        List.of());
  }

  /** Nodes and clients. */
  List<Place> places() {
    List<Place> places = new ArrayList<>(nodes);
    places.addAll(clients);
    return places;
  }

  List<String> nodeIds() {
    return nodes.stream().map(Place::name).toList();
  }

  String dcOf(String nodeId) {
    return nodes.stream().filter(node -> node.name().equals(nodeId)).findFirst().orElseThrow().dc();
  }

  /** The replicas of some key, or all nodes where nothing is known of keys. */
  List<String> anyPlan(RandomGenerator random) {
    return plans.isEmpty() ? nodeIds() : plans.get(random.nextInt(plans.size()));
  }

  String anyNode(RandomGenerator random) {
    return nodes.get(random.nextInt(nodes.size())).name();
  }

  /** A DC, the likelier the more nodes it has. */
  String anyDc(RandomGenerator random) {
    return nodes.get(random.nextInt(nodes.size())).dc();
  }

  List<String> inDc(String dc) {
    return nodes.stream().filter(node -> node.dc().equals(dc)).map(Place::name).toList();
  }
}
