package io.atoll.chaos.checker;

import io.atoll.causal.Siblings;
import io.atoll.chaos.history.History;
import io.atoll.chaos.watch.Health;
import io.atoll.ring.Topology;
import io.atoll.sim.SimCluster;
import java.util.List;
import java.util.Map;

/**
 * What checkers judge: the history of the run, and the cluster as it stands after everything healed
 * and settled.
 *
 * @param topology the newest of the cluster
 * @param finalStates by key, what each of its replicas holds
 * @param settlement how they came to hold it
 * @param health who could do their work, when
 */
public record Evidence(
    History history,
    SimCluster cluster,
    Topology topology,
    Map<Place, List<Copy>> finalStates,
    Settlement settlement,
    Health health) {
  /** One key. */
  public record Place(String keyspace, String key) {
    @Override
    public String toString() {
      return keyspace + "/" + key;
    }
  }

  /** What one replica holds of a key. */
  public record Copy(String nodeId, Siblings state) {}
}
