package io.atoll.chaos;

import io.atoll.causal.Siblings;
import io.atoll.causal.VersionVector;
import io.atoll.chaos.checker.Evidence;
import io.atoll.chaos.history.History;
import io.atoll.chaos.history.Question;
import io.atoll.chaos.model.Placement;
import io.atoll.node.Node;
import io.atoll.replication.ReadRequest;
import io.atoll.ring.ConsistencyLevel.Named;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Member;
import io.atoll.ring.Topology;
import io.atoll.sim.SimCluster;
import io.atoll.storage.StorageEngine;
import io.atoll.storage.StorageKey;
import io.atoll.wire.Tokens;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a run does with a healed cluster: lets its replicas come together, and collects evidence.
 */
final class Aftermath {
  private static final long SETTLE_MS = 12_000;
  private static final int SETTLE_ROUNDS = 3;

  private final SimCluster cluster;
  private final History history;
  private final Set<Evidence.Place> places = new LinkedHashSet<>();

  /**
   * @param history whose keys are looked at
   */
  Aftermath(SimCluster cluster, History history) {
    this.cluster = cluster;
    this.history = history;
    history.writes().forEach(write -> add(write.question()));
    history.reads().forEach(read -> add(read.question()));
  }

  private void add(Question question) {
    places.add(new Evidence.Place(question.keyspace(), question.key()));
  }

  /** Reads every key at all replicas, so that read repair brings them together. */
  void settle() {
    String reader = cluster.members().getLast().nodeId();
    for (int round = 0; round < SETTLE_ROUNDS; round++) {
      for (Evidence.Place place : places) {
        ReadRequest request =
            new ReadRequest(
                place.keyspace(), bytes(place.key()), Named.ALL, 3_000, VersionVector.EMPTY);
        cluster.onLoop(
            reader,
            0,
            node ->
                node.backend(0)
                    .store()
                    .get(request)
                    .onFailure(refused -> cluster.say("settling: " + refused.getMessage())));
      }
      cluster.runForMs(SETTLE_MS / SETTLE_ROUNDS);
    }
  }

  /** What checkers judge. */
  Evidence evidence() {
    Topology newest = newestTopology();
    return new Evidence(history, cluster, newest, finalStates(newest));
  }

  private Topology newestTopology() {
    Topology newest = null;
    for (Member member : cluster.members()) {
      Node node = cluster.node(member.nodeId());
      if (node != null && (newest == null || node.topology().epoch() > newest.epoch())) {
        newest = node.topology();
      }
    }
    if (newest == null) {
      throw new IllegalStateException("no node came back");
    }
    return newest;
  }

  private Map<Evidence.Place, List<Evidence.Copy>> finalStates(Topology topology) {
    Map<Evidence.Place, List<Evidence.Copy>> states = new LinkedHashMap<>();
    for (Evidence.Place place : places) {
      Keyspace keyspace = topology.keyspaces().get(place.keyspace());
      if (keyspace == null) {
        continue;
      }
      byte[] key = bytes(place.key());
      StorageKey at = new StorageKey(keyspace.id(), Tokens.of(keyspace.id(), key), key);
      List<Evidence.Copy> copies = new ArrayList<>();
      for (Member replica : Placement.replicas(topology, keyspace, at.token())) {
        collect(replica.nodeId(), at, copies);
      }
      states.put(place, copies);
    }
    cluster.runForMs(100);
    return states;
  }

  private void collect(String nodeId, StorageKey key, List<Evidence.Copy> copies) {
    Node node = cluster.node(nodeId);
    if (node == null) {
      return;
    }
    StorageEngine storage = node.storage();
    int shard = storage.shardOf(node.topology().partitionOf(key.token()));
    storage
        .loopOf(shard)
        .execute(
            () -> {
              byte[] bytes = storage.shard(shard).get(key).result();
              Siblings state = bytes == null ? Siblings.EMPTY : Siblings.decode(bytes);
              copies.add(new Evidence.Copy(nodeId, state));
            });
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
