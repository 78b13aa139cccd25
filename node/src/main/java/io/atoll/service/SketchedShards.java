package io.atoll.service;

import io.atoll.env.Clock;
import io.atoll.repair.RepairSettings;
import io.atoll.repair.sketch.SketchKey;
import io.atoll.storage.ShardListener;
import io.atoll.storage.ShardListeners;
import io.atoll.storage.StorageEngine;
import java.util.ArrayList;
import java.util.List;

/**
 * The sketches of all shards of a node; none where nothing is compared, so that the storage has
 * nobody to tell. Put together on the worker that opens the storage, and from then on fixed; each
 * shard's are touched on its loop only.
 */
public final class SketchedShards implements ShardListeners {
  private final SketchKey key;
  private final int arcs;
  private final boolean on;
  private final Clock clock;
  private final List<SketchedShard> shards = new ArrayList<>();

  /**
   * @param key the secret of the cluster
   * @param arcs how many arcs the ring has
   */
  public SketchedShards(RepairSettings settings, SketchKey key, int arcs, Clock clock) {
    this.key = key;
    this.arcs = arcs;
    this.on = settings.on();
    this.clock = clock;
  }

  @Override
  public ShardListener of(int shard, int count) {
    if (!on) {
      return ShardListener.NONE;
    }
    // As the engine deals them out.
    SketchedShard sketched = new SketchedShard(key, arcs, arc -> arc % count == shard, clock);
    shards.add(sketched);
    return sketched;
  }

  /** The storage is open: begins to read what is not known. */
  public void serve(StorageEngine engine) {
    for (int i = 0; i < shards.size(); i++) {
      SketchedShard sketched = shards.get(i);
      int number = i;
      engine.loopOf(i).execute(() -> sketched.serve(engine.shard(number), engine.loopOf(number)));
    }
  }

  /** The storage is about to be closed. */
  public void stop(StorageEngine engine) {
    for (int i = 0; i < shards.size(); i++) {
      engine.loopOf(i).execute(shards.get(i)::stop);
    }
  }

  /** Whether there are any. */
  public boolean isOn() {
    return on;
  }

  /** How many arcs the ring has, by what the sketches go. */
  public int arcs() {
    return arcs;
  }

  /** The secret that they are made with. */
  public SketchKey key() {
    return key;
  }

  /** Those of one shard, by its number; where there are any. */
  SketchedShard shard(int number) {
    return shards.get(number);
  }
}
