package io.atoll.chaos.fault;

import io.atoll.sim.Way;
import java.util.List;

/**
 * Whom a fault strikes.
 *
 * @param nodes whatever they do
 * @param ways of the network, between nodes or clients
 * @param everybody all nodes and all ways
 */
public record Whom(List<String> nodes, List<Way> ways, boolean everybody) {
  /** The whole cluster and its network. */
  public static final Whom EVERYBODY = new Whom(List.of(), List.of(), true);

  public Whom {
    nodes = List.copyOf(nodes);
    ways = List.copyOf(ways);
  }

  /** One node. */
  public static Whom node(String nodeId) {
    return nodes(List.of(nodeId));
  }

  /** Some nodes. */
  public static Whom nodes(List<String> nodeIds) {
    return new Whom(nodeIds, List.of(), false);
  }

  /** Some ways of the network. */
  public static Whom ways(List<Way> ways) {
    return new Whom(List.of(), ways, false);
  }

  /**
   * Whether it may be felt by a request that one place coordinates and that others work for.
   *
   * @param coordinator the node that runs it
   * @param others its client, and the replicas of its key
   */
  public boolean meets(String coordinator, List<String> others) {
    return everybody
        || nodes.contains(coordinator)
        || others.stream().anyMatch(nodes::contains)
        || ways.stream().anyMatch(way -> joins(way, coordinator, others));
  }

  private static boolean joins(Way way, String coordinator, List<String> others) {
    return way.from().equals(coordinator) && others.contains(way.to())
        || way.to().equals(coordinator) && others.contains(way.from());
  }
}
