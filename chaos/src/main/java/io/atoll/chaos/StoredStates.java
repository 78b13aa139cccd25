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
import io.vertx.core.Future;
import io.vertx.core.Promise;
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
  private final SimCluster cluster;
  private final Topology topology;
  private final Consumer<String> broken;
  private final List<Reading> readings = new ArrayList<>();

  /** One key at one replica. */
  private record Reading(Evidence.Place place, String nodeId, Promise<byte[]> state) {
    Future<byte[]> answer() {
      return state.future();
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
    cluster.runUntilAllEnd(
        readings.stream().map(Reading::answer).toList(), SimCluster.DISK_PATIENCE_MS);
    readings.forEach(reading -> take(reading, states.get(reading.place)));
    return states;
  }

  private void read(Evidence.Place place, Keyspace keyspace) {
    byte[] key = place.key().getBytes(StandardCharsets.UTF_8);
    StorageKey at = new StorageKey(keyspace.id(), Tokens.of(keyspace.id(), key), key);
    for (Member replica : Placement.replicas(topology, keyspace, at.token())) {
      Node node = cluster.node(replica.nodeId());
      if (node != null) {
        Reading reading = new Reading(place, replica.nodeId(), Promise.promise());
        readings.add(reading);
        read(node, at, reading);
      }
    }
  }

  private static void read(Node node, StorageKey key, Reading reading) {
    StorageEngine storage = node.storage();
    int shard = storage.shardOf(node.topology().partitionOf(key.token()));
    storage.loopOf(shard).execute(() -> storage.shard(shard).get(key).onComplete(reading.state));
  }

  private void take(Reading reading, List<Evidence.Copy> copies) {
    Future<byte[]> answer = reading.answer();
    if (!answer.isComplete()) {
      broken.accept(
          "%s has not read its copy of %s after %d ms"
              .formatted(reading.nodeId, reading.place, SimCluster.DISK_PATIENCE_MS));
    } else if (answer.failed()) {
      broken.accept(
          "%s cannot read its copy of %s: %s"
              .formatted(reading.nodeId, reading.place, answer.cause().getMessage()));
    } else {
      byte[] stored = answer.result();
      Siblings state = stored == null ? Siblings.EMPTY : Siblings.decode(stored);
      copies.add(new Evidence.Copy(reading.nodeId, state));
    }
  }
}
