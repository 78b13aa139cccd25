package io.atoll.chaos.checker;

import io.atoll.causal.Siblings;
import io.atoll.chaos.history.History;
import io.atoll.chaos.history.KeyText;
import io.atoll.chaos.watch.Watch;
import io.atoll.ring.Topology;
import io.atoll.sim.SimCluster;
import io.atoll.storage.StorageKey;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * What checkers judge: the history of the run, and the cluster as it stands after everything healed
 * and settled.
 *
 * @param topology the newest of the cluster
 * @param finalStates by key, what each of its replicas holds
 * @param settlement how they came to hold it
 * @param watch what was observed while the run went on
 */
public record Evidence(
    History history,
    SimCluster cluster,
    Topology topology,
    Map<Place, List<Copy>> finalStates,
    Settlement settlement,
    Watch watch) {
  /** One key. */
  public record Place(String keyspace, String key) {
    @Override
    public String toString() {
      return keyspace + "/" + KeyText.of(key);
    }
  }

  /** By node, everything that its storage holds; without those whose storage cannot be read. */
  public Map<String, SortedMap<StorageKey, Siblings>> holdings() {
    return watch.holdings();
  }

  /** What one replica holds of a key. */
  public record Copy(String nodeId, Siblings state) {}
}
