package io.atoll.service;

import io.atoll.env.Loop;
import io.atoll.env.Timers;
import io.atoll.hints.HintSpace;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Topology;
import io.atoll.storage.ScanRange;
import io.atoll.storage.StorageEngine;
import io.atoll.storage.StorageShard;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Sees to it that nothing stays of a keyspace that the cluster dropped. When an epoch without it is
 * adopted its data is dropped at once; and every {@value #SWEEP_MS} ms, from the start on, each
 * shard drops what it still holds, or holds again: the disk may have refused the first drop, the
 * node may have died between adopting the epoch and dropping, and a write that was under way on
 * another loop may have come behind the drop. Lives on loop 0.
 */
public final class DroppedKeyspaces {
  private static final long SWEEP_MS = 5_000;

  private final StorageEngine engine;
  private final Supplier<Topology> newest;
  private Timers.Timer sweeps;

  /**
   * @param newest the newest topology, from any thread
   */
  public DroppedKeyspaces(StorageEngine engine, Supplier<Topology> newest) {
    this.engine = engine;
    this.newest = newest;
  }

  /** Sweeps from now on. */
  public void start(Loop loop) {
    sweep();
    sweeps = loop.every(SWEEP_MS, this::sweep);
  }

  public void stop() {
    sweeps.cancel();
  }

  /** Drops what the second of two topologies, which follow each other, has no more. */
  void adopted(Topology before, Topology now) {
    for (Keyspace keyspace : before.keyspaces().values()) {
      if (now.hasDropped(keyspace.id())) {
        onShards(shard -> shard.dropKeyspace(keyspace.id()));
      }
    }
  }

  private void sweep() {
    onShards(this::sweep);
  }

  /**
   * An id that was not given yet is none that was dropped: it is of a keyspace that this node has
   * forgotten with the topology, and will hear of again.
   */
  private void sweep(StorageShard shard) {
    Topology topology = newest.get();
    for (int id : shard.keyspaces()) {
      if (!HintSpace.isOne(id) && topology.hasDropped(id)) {
        dropUnlessEmpty(shard, id);
      }
    }
  }

  /** What was dropped already, and only waits to be compacted, is not dropped again. */
  private static void dropUnlessEmpty(StorageShard shard, int keyspaceId) {
    shard
        .scan(ScanRange.all(keyspaceId), (token, key, value) -> false)
        .onComplete(
            first -> {
              if (first.failed() || first.result() != null) {
                shard.dropKeyspace(keyspaceId);
              }
            });
  }

  private void onShards(Consumer<StorageShard> task) {
    for (int i = 0; i < engine.shardCount(); i++) {
      StorageShard shard = engine.shard(i);
      engine.loopOf(i).execute(() -> task.accept(shard));
    }
  }
}
