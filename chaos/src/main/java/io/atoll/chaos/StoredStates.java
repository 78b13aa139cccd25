package io.atoll.chaos;

import io.atoll.causal.Siblings;
import io.atoll.chaos.checker.Evidence;
import io.atoll.chaos.model.Placement;
import io.atoll.chaos.watch.Watch;
import io.atoll.node.Node;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Member;
import io.atoll.ring.Topology;
import io.atoll.sim.SimCluster;
import io.atoll.storage.StorageEngine;
import io.atoll.storage.StorageKey;
import io.atoll.wire.Tokens;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What the replicas of keys hold, read from the storage of each. A read may have to wait for the
 * disk, so each is followed to its end: one that has not ended is not one that found nothing. By
 * keys, as clients read, while {@link Watch#lookAtEverything} scans.
 */
final class StoredStates {
  /** Longer than any disk takes that nothing is wrong with. */
  static final long PATIENCE_MS = 5_000;

  private final SimCluster cluster;
  private final Topology topology;
  private final Consumer<String> broken;
  private final List<Reading> readings = new ArrayList<>();

  /** One key at one replica. */
  private static final class Reading {
    private final Evidence.Place place;
    private final String nodeId;
    private boolean ended;
    private byte[] state;
    private Throwable failure;

    Reading(Evidence.Place place, String nodeId) {
      this.place = place;
      this.nodeId = nodeId;
    }

    void ended(byte[] found, Throwable why) {
      ended = true;
      state = found;
      failure = why;
    }
  }

  /**
   * @param topology says who the replicas are
   * @param broken told of every read that failed or did not end
   */
  StoredStates(SimCluster cluster, Topology topology, Consumer<String> broken) {
    this.cluster = cluster;
    this.topology = topology;
    this.broken = broken;
  }

  /** Lets virtual time pass until all is read, within bounds. */
  Map<Evidence.Place, List<Evidence.Copy>> of(Collection<Evidence.Place> places) {
    Map<Evidence.Place, List<Evidence.Copy>> states = new LinkedHashMap<>();
    for (Evidence.Place place : places) {
      Keyspace keyspace = topology.keyspaces().get(place.keyspace());
      if (keyspace != null) {
        states.put(place, new ArrayList<>());
        read(place, keyspace);
      }
    }
    cluster.runUntil(() -> readings.stream().allMatch(reading -> reading.ended), PATIENCE_MS);
    readings.forEach(reading -> take(reading, states.get(reading.place)));
    return states;
  }

  private void read(Evidence.Place place, Keyspace keyspace) {
    byte[] key = place.key().getBytes(StandardCharsets.UTF_8);
    StorageKey at = new StorageKey(keyspace.id(), Tokens.of(keyspace.id(), key), key);
    for (Member replica : Placement.replicas(topology, keyspace, at.token())) {
      Node node = cluster.node(replica.nodeId());
      if (node != null) {
        Reading reading = new Reading(place, replica.nodeId());
        readings.add(reading);
        read(node, at, reading);
      }
    }
  }

  private static void read(Node node, StorageKey key, Reading reading) {
    StorageEngine storage = node.storage();
    int shard = storage.shardOf(node.topology().partitionOf(key.token()));
    storage.loopOf(shard).execute(() -> storage.shard(shard).get(key).onComplete(reading::ended));
  }

  private void take(Reading reading, List<Evidence.Copy> copies) {
    if (!reading.ended) {
      broken.accept(
          "%s has not read its copy of %s after %d ms"
              .formatted(reading.nodeId, reading.place, PATIENCE_MS));
    } else if (reading.failure != null) {
      broken.accept(
          "%s cannot read its copy of %s: %s"
              .formatted(reading.nodeId, reading.place, reading.failure.getMessage()));
    } else {
      Siblings state = reading.state == null ? Siblings.EMPTY : Siblings.decode(reading.state);
      copies.add(new Evidence.Copy(reading.nodeId, state));
    }
  }
}
