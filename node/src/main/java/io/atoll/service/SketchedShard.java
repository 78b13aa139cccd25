package io.atoll.service;

import io.atoll.causal.EncodedSiblings;
import io.atoll.causal.HybridClock;
import io.atoll.env.Clock;
import io.atoll.env.Loop;
import io.atoll.repair.ArcRescan;
import io.atoll.repair.ArcSketches;
import io.atoll.repair.Moments;
import io.atoll.repair.sketch.Sketch;
import io.atoll.repair.sketch.SketchKey;
import io.atoll.ring.TokenRange;
import io.atoll.storage.ScanRange;
import io.atoll.storage.ShardListener;
import io.atoll.storage.StorageKey;
import io.atoll.storage.StorageShard;
import io.atoll.storage.log.StateWeight;
import io.atoll.storage.manifest.MissingRange;
import io.atoll.storage.manifest.ShardState;
import java.lang.foreign.MemorySegment;
import java.util.function.IntPredicate;

/**
 * Keeps the sketches of a shard's arcs by what the storage says of the shard's changes. They are in
 * the manifest with each flush and are there again after any stop, without a look at the tables; an
 * arc is unknown, and read anew, only where something changed that the log cannot say.
 *
 * <p>Keyspaces with a negative number are no keyspaces of the cluster, and nobody compares them:
 * they have no sketches.
 *
 * <p>Threads: as {@link ShardListener} says; the rest is called on the shard's loop.
 */
public final class SketchedShard implements ShardListener {
  private static final long RETRY_MS = 10_000;

  private final ArcSketches sketches;

  /** Null while the shard is being opened. */
  private ArcRescan rescan;

  /**
   * @param key the secret of the cluster
   * @param arcs how many arcs the ring has
   * @param holds whether an arc lies in this shard
   */
  public SketchedShard(SketchKey key, int arcs, IntPredicate holds, Clock clock) {
    this.sketches = new ArcSketches(key, arcs, holds, clock::wallMs);
  }

  /** The engine is open: begins to read what is not known. */
  public void serve(StorageShard shard, Loop loop) {
    sketches.surveyed(shard.keyspaces().stream().filter(SketchedShard::isCompared).toList());
    sketches.follow();
    rescan =
        new ArcRescan(
            sketches,
            (keyspaceId, tokens, visitor) ->
                shard.scan(ScanRange.of(keyspaceId, tokens), visitor::visit).mapEmpty(),
            loop,
            RETRY_MS);
    rescan.wake();
  }

  /** The engine is being closed. */
  public void stop() {
    if (rescan != null) {
      rescan.stop();
    }
  }

  /** The sketches; to be read only. */
  public ArcSketches sketches() {
    return sketches;
  }

  /** A copy of the sketch of an arc that the shard holds, or null while it is not known. */
  public Sketch sketch(int keyspaceId, int arc) {
    return sketches.sketch(keyspaceId, arc);
  }

  /** How many arcs are not known. */
  public int unknownArcs() {
    return sketches.unknown();
  }

  @Override
  public boolean opened(ShardState tables) {
    byte[] account = tables.account().content();
    boolean goesOn = account != null && sketches.restore(account);
    if (!goesOn && !isEmpty(tables)) {
      sketches.unsurveyed();
    }
    tables.account().doubts().forEach(doubt -> doubt(doubt.keyspaceId(), doubt.tokens()));
    tables.missingRanges().forEach(this::lost);
    return goesOn;
  }

  private static boolean isEmpty(ShardState tables) {
    return tables.tables().isEmpty() && tables.missingRanges().isEmpty();
  }

  @Override
  public long weigh(StorageKey key, byte[] state) {
    return isCompared(key.keyspaceId()) ? sketches.weigh(key.key(), state) : StateWeight.UNKNOWN;
  }

  @Override
  public void changed(StorageKey key, long before, byte[] after) {
    if (isCompared(key.keyspaceId())) {
      long weight = after == null ? SketchKey.NO_WEIGHT : weigh(key, after);
      sketches.changed(key.keyspaceId(), key.token(), before, weight, eventMs(after));
    }
  }

  /** That a state is removed is known to nobody else, and is an event of now. */
  private static long eventMs(byte[] state) {
    long newest =
        state == null
            ? EncodedSiblings.NO_TIMESTAMP
            : EncodedSiblings.newestTimestamp(MemorySegment.ofArray(state), 0, state.length);
    return newest == EncodedSiblings.NO_TIMESTAMP ? Moments.NOW : HybridClock.wallMs(newest);
  }

  @Override
  public void overwritten(StorageKey key, byte[] after) {
    doubt(key.keyspaceId(), TokenRange.closed(key.token(), key.token()));
  }

  @Override
  public void dropped(int keyspaceId, TokenRange tokens) {
    sketches.dropped(keyspaceId, tokens);
    wakeAnew();
  }

  @Override
  public void reread(int keyspaceId, TokenRange tokens) {
    if (isCompared(keyspaceId)) {
      sketches.doubted(keyspaceId, tokens);
      wakeAnew();
    }
  }

  @Override
  public void lost(MissingRange missing) {
    doubt(missing.keyspaceId(), missing.tokens());
  }

  @Override
  public byte[] account() {
    return sketches.account();
  }

  private void doubt(int keyspaceId, TokenRange tokens) {
    if (isCompared(keyspaceId)) {
      sketches.doubted(keyspaceId, tokens);
      wake();
    }
  }

  private static boolean isCompared(int keyspaceId) {
    return keyspaceId >= 0;
  }

  private void wakeAnew() {
    if (rescan != null) {
      rescan.wakeAnew();
    }
  }

  private void wake() {
    if (rescan != null) {
      rescan.wake();
    }
  }
}
