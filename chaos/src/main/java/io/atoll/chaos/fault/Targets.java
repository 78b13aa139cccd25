package io.atoll.chaos.fault;

import io.atoll.ring.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What can be struck: all that a choice of faults knows of a cluster.
 *
 * @param nodes all of them, at least one
 * @param clients with a place of their own in the network; maybe none
 * @param plans the replicas of some keys, each with those nearest to be asked first; maybe none
 */
public record Targets(List<Place> nodes, List<Place> clients, List<List<String>> plans) {
  public Targets {
    nodes = List.copyOf(nodes);
    clients = List.copyOf(clients);
    plans = List.copyOf(plans);
  }

  /** Of a cluster, without plans. */
  public static Targets of(List<Member> members, List<Place> clients) {
    return new Targets(
        members.stream().map(member -> new Place(member.nodeId(), member.dc())).toList(),
        clients,
        List.of());
  }

  /** The same, with the replicas of some keys. */
  public Targets withPlans(List<List<String>> replicas) {
    return new Targets(nodes, clients, replicas);
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
