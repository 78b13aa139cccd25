package io.atoll.chaos.checker;

import io.atoll.causal.Siblings;
import io.atoll.chaos.history.History;
import io.atoll.chaos.history.KeyText;
import io.atoll.chaos.history.StateText;
import io.atoll.chaos.model.KeyModel;
import io.atoll.chaos.model.Owed;
import io.atoll.chaos.watch.Watch;
import io.atoll.node.Node;
import io.atoll.ring.ConflictPolicy;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Member;
import io.atoll.ring.Topology;
import io.atoll.sim.SimCluster;
import io.atoll.storage.StorageKey;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/**
 * What checkers judge: the history of the run, and the cluster as it stands after everything healed
 * and settled. Who judges reads, writes and topologies needs no cluster, so that a test can make
 * evidence by hand.
 */
public final class Evidence {
  /** One key. */
  public record Place(String keyspace, String key) {
    @Override
    public String toString() {
      return keyspace + "/" + KeyText.of(key);
    }
  }

  /** What one replica holds of a key. */
  public record Copy(String nodeId, Siblings state) {
    @Override
    public String toString() {
      return nodeId + " has " + StateText.of(state);
    }
  }

  private record KeyOf(int keyspaceId, String key) {}

  private final History history;
  private final SimCluster cluster;
  private final Topology topology;
  private final Map<Place, List<Copy>> finalStates;
  private final Settlement settlement;
  private final Watch watch;
  private final Owed owed;
  private final Map<KeyOf, KeyModel> models = new HashMap<>();

  /**
   * @param cluster null where a test has made the evidence by hand
   * @param topology the newest of the cluster
   * @param finalStates by key, what each of its replicas holds
   * @param settlement how they came to hold it
   * @param watch what was observed while the run went on; null when nobody watched
   */
  public Evidence(
      History history,
      SimCluster cluster,
      Topology topology,
      Map<Place, List<Copy>> finalStates,
      Settlement settlement,
      Watch watch) {
    this.history = history;
    this.cluster = cluster;
    this.topology = topology;
    this.finalStates = finalStates;
    this.settlement = settlement;
    this.watch = watch;
    this.owed = new Owed(history, topology);
    if (watch != null) {
      watch.tell(history);
    }
  }

  public History history() {
    return history;
  }

  public SimCluster cluster() {
    return cluster;
  }

  public Topology topology() {
    return topology;
  }

  /** The newest topology that any node has now, when all is done. */
  public Topology lastTopology() {
    Topology newest = topology;
    if (cluster == null) {
      return newest;
    }
    for (Member member : cluster.members()) {
      Node node = cluster.node(member.nodeId());
      if (node != null && node.topology().epoch() > newest.epoch()) {
        newest = node.topology();
      }
    }
    return newest;
  }

  public Map<Place, List<Copy>> finalStates() {
    return finalStates;
  }

  public Settlement settlement() {
    return settlement;
  }

  public Watch watch() {
    return watch;
  }

  /** By node, everything that its storage holds; without those whose storage cannot be read. */
  public Map<String, SortedMap<StorageKey, Siblings>> holdings() {
    return watch.holdings();
  }

  /** Which acknowledged writes the store owes. */
  public Owed owed() {
    return owed;
  }

  /** What a key of the newest topology may and must show; null where there is no such keyspace. */
  public KeyModel model(Place place) {
    Keyspace keyspace = topology.keyspaces().get(place.keyspace());
    return keyspace == null ? null : model(keyspace.id(), place.key());
  }

  /** What a key of a keyspace may and must show. */
  public KeyModel model(int keyspaceId, String key) {
    return models.computeIfAbsent(
        new KeyOf(keyspaceId, key),
        of -> new KeyModel(history, keyspaceId, key, policiesOf(keyspaceId)));
  }

  private Set<ConflictPolicy> policiesOf(int keyspaceId) {
    Set<ConflictPolicy> policies = EnumSet.noneOf(ConflictPolicy.class);
    policies.addAll(history.epochs().policiesOf(keyspaceId));
    Keyspace keyspace = topology.keyspace(keyspaceId);
    if (keyspace != null) {
      policies.add(keyspace.conflicts());
    }
    return policies;
  }
}
