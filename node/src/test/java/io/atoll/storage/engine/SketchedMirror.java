package io.atoll.storage.engine;

import io.atoll.env.HandTime;
import io.atoll.repair.sketch.SketchKey;
import io.atoll.ring.TokenRange;
import io.atoll.service.SketchedShard;
import io.atoll.sim.SimDisk;
import io.atoll.storage.ShardListener;
import io.atoll.storage.StorageKey;
import io.atoll.storage.StorageShard;
import io.atoll.storage.manifest.MissingRange;
import io.atoll.storage.manifest.ShardState;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** A shard's sketches, and a mirror that checks what they are told. */
final class SketchedMirror implements ShardListener {
  static final int ARCS = 4;
  static final SketchKey KEY =
      new SketchKey("sixteen letters!".getBytes(StandardCharsets.US_ASCII));

  /** From one change to the next, so that some are kept apart and others are not. */
  private static final long CHANGE_MS = 700;

  final ShardMirror mirror;
  final SketchedShard sketches;
  private final HandTime time;

  SketchedMirror(SimDisk disk, int shard, Supplier<StorageShard> scanned) {
    HandTime time = new HandTime();
    this.sketches = new SketchedShard(KEY, ARCS, arc -> true, time);
    this.time = time;
    this.mirror = new ShardMirror(disk, shard, scanned, sketches::weigh);
  }

  /** The engine is open. */
  void started(TestNode node, int shard) {
    node.on(
        shard,
        () -> {
          mirror.started();
          sketches.serve(node.engine().shard(shard), node.engine().loopOf(shard));
          return null;
        });
  }

  @Override
  public boolean opened(ShardState tables) {
    mirror.opened(tables);
    return sketches.opened(tables);
  }

  @Override
  public long weigh(StorageKey key, byte[] state) {
    return sketches.weigh(key, state);
  }

  @Override
  public void changed(StorageKey key, long before, byte[] after) {
    mirror.changed(key, before, after);
    time.pass(CHANGE_MS);
    sketches.changed(key, before, after);
  }

  @Override
  public void overwritten(StorageKey key, byte[] after) {
    mirror.overwritten(key, after);
    sketches.overwritten(key, after);
  }

  @Override
  public void dropped(int keyspaceId, TokenRange tokens) {
    mirror.dropped(keyspaceId, tokens);
    sketches.dropped(keyspaceId, tokens);
  }

  @Override
  public void reread(int keyspaceId, TokenRange tokens) {
    mirror.reread(keyspaceId, tokens);
    sketches.reread(keyspaceId, tokens);
  }

  @Override
  public void lost(MissingRange missing) {
    mirror.lost(missing);
    sketches.lost(missing);
  }

  @Override
  public byte[] account() {
    return sketches.account();
  }

  @Override
  public void rotated(long nextSequence) {
    mirror.rotated(nextSequence);
    sketches.rotated(nextSequence);
  }

  @Override
  public void flushed(long nextSequence) {
    mirror.flushed(nextSequence);
    sketches.flushed(nextSequence);
  }
}
