package io.atoll.chaos.history;

import io.atoll.ring.ConflictPolicy;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Topology;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Every topology that any node had in a run: the first content of each epoch, and what was wrong
 * with later ones.
 */
public final class Epochs {
  /**
   * @param atNanos virtual time when it was first seen
   */
  public record Seen(Topology topology, String nodeId, long atNanos) {}

  /** A node has an older topology than it had before. */
  public record Back(String nodeId, long from, long to, long atNanos) {
    @Override
    public String toString() {
      return "%s went back from epoch %d to %d before %.3f ms"
          .formatted(nodeId, from, to, atNanos / 1e6);
    }
  }

  private final SortedMap<Long, Seen> byEpoch = new TreeMap<>();
  private final Map<String, Topology> newest = new HashMap<>();
  private final List<Back> backs = new ArrayList<>();
  private final List<String> mistakes = new ArrayList<>();

  /** A node has a topology. */
  @SuppressWarnings("ReferenceEquality") // A node shows the same object until it has a newer one.
  public void saw(String nodeId, Topology topology, long nowNanos) {
    Topology before = newest.put(nodeId, topology);
    if (before == topology) {
      return;
    }
    if (before != null && topology.epoch() < before.epoch()) {
      backs.add(new Back(nodeId, before.epoch(), topology.epoch(), nowNanos));
    }
    told(nodeId, topology, nowNanos);
  }

  /** A node says that an epoch is this. */
  public void told(String nodeId, Topology topology, long nowNanos) {
    Seen first = byEpoch.get(topology.epoch());
    if (first == null) {
      byEpoch.put(topology.epoch(), new Seen(topology, nodeId, nowNanos));
    } else if (!first.topology().equals(topology)) {
      mistakes.add(
          "%s has epoch %d with keyspaces %s, %s has it with %s"
              .formatted(
                  nodeId,
                  topology.epoch(),
                  topology.keyspaces().values(),
                  first.nodeId(),
                  first.topology().keyspaces().values()));
    }
  }

  /** The newest epoch that a node is known to have had; 0 for none. */
  public long newestOf(String nodeId) {
    Topology topology = newest.get(nodeId);
    return topology == null ? 0 : topology.epoch();
  }

  /** What was seen, by epoch. */
  public SortedMap<Long, Seen> seen() {
    return Collections.unmodifiableSortedMap(byEpoch);
  }

  /** The keyspace of a name in an epoch; null when there was none, or nobody saw the epoch. */
  public Keyspace keyspace(String name, long epoch) {
    Seen seen = byEpoch.get(epoch);
    return seen == null ? null : seen.topology().keyspaces().get(name);
  }

  /** The newest topology that was seen with a keyspace in it; null when it was in none. */
  public Topology newestWith(int keyspaceId) {
    Topology newest = null;
    for (Seen seen : byEpoch.values()) {
      if (seen.topology().keyspace(keyspaceId) != null) {
        newest = seen.topology();
      }
    }
    return newest;
  }

  /** Every conflict policy that a keyspace ever had. */
  public Set<ConflictPolicy> policiesOf(int keyspaceId) {
    Set<ConflictPolicy> policies = EnumSet.noneOf(ConflictPolicy.class);
    for (Seen seen : byEpoch.values()) {
      Keyspace keyspace = seen.topology().keyspace(keyspaceId);
      if (keyspace != null) {
        policies.add(keyspace.conflicts());
      }
    }
    return policies;
  }

  /** Nodes that forgot an epoch. */
  public List<Back> backs() {
    return backs;
  }

  /** Epochs that had two contents. */
  public List<String> mistakes() {
    return mistakes;
  }
}
