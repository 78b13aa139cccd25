package io.atoll.chaos;

import io.atoll.causal.Siblings;
import io.atoll.causal.VersionVector;
import io.atoll.chaos.checker.Evidence;
import io.atoll.chaos.history.History;
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
import java.util.List;
import java.util.Map;

/**
 * What a run does with a healed cluster: lets its replicas come together, and collects evidence.
 */
final class Aftermath {
  private static final long SETTLE_MS = 12_000;
  private static final int SETTLE_ROUNDS = 3;

  private final SimCluster cluster;
  private final List<String> keyspaces;
  private final int keys;

  /**
   * @param keys how many keys there are in each keyspace, of the names key0, key1 and so on
   */
  Aftermath(SimCluster cluster, List<String> keyspaces, int keys) {
    this.cluster = cluster;
    this.keyspaces = keyspaces;
    this.keys = keys;
  }

  /** Reads every key at all replicas, so that read repair brings them together. */
  void settle() {
    String reader = cluster.members().getLast().nodeId();
    for (int round = 0; round < SETTLE_ROUNDS; round++) {
      for (String keyspace : keyspaces) {
        for (int k = 0; k < keys; k++) {
          ReadRequest request =
              new ReadRequest(keyspace, bytes("key" + k), Named.ALL, 3_000, VersionVector.EMPTY);
          cluster.onLoop(
              reader,
              0,
              node ->
                  node.backend(0)
                      .store()
                      .get(request)
                      .onFailure(refused -> cluster.say("settling: " + refused.getMessage())));
        }
      }
      cluster.runForMs(SETTLE_MS / SETTLE_ROUNDS);
    }
  }

  /** What checkers judge. */
  Evidence evidence(History history) {
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
    for (String name : keyspaces) {
      Keyspace keyspace = topology.keyspaces().get(name);
      for (int k = 0; k < keys && keyspace != null; k++) {
        byte[] key = bytes("key" + k);
        StorageKey at = new StorageKey(keyspace.id(), Tokens.of(keyspace.id(), key), key);
        List<Evidence.Copy> copies = new ArrayList<>();
        for (Member replica : topology.preferenceList(keyspace, at.token()).replicas()) {
          collect(replica.nodeId(), at, copies);
        }
        states.put(new Evidence.Place(name, "key" + k), copies);
      }
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
