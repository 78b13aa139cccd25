package io.atoll.service;

import io.atoll.causal.EncodedSiblings;
import io.atoll.causal.HybridClock;
import io.atoll.env.Clock;
import io.atoll.env.FatalError;
import io.atoll.env.Loop;
import io.atoll.repair.ArcId;
import io.atoll.repair.Basis;
import io.atoll.repair.SketchAnswer.ArcPart;
import io.atoll.repair.SketchQuestion;
import io.atoll.repair.sketch.Cells;
import io.atoll.repair.sketch.SketchKey;
import io.atoll.ring.Partitions;
import io.atoll.storage.ScanRange;
import io.atoll.storage.StorageEngine;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What single arcs hold, read for comparisons that need more of them than sketches say. An arc is
 * kept for a while after it was read, so that more cells of it fit to those that were made before.
 * A few small arcs are kept, of larger ones it is only told how many keys they have. Lives on one
 * loop.
 */
final class ArcScans {
  /** Of an arc with more keys there are no cells. */
  private static final int MOST_KEYS = 1 << 16;

  private static final int ARCS_KEPT = 16;
  private static final long KEPT_MS = 60_000;

  private final Loop home;
  private final StorageEngine engine;
  private final SketchedShards sketched;
  private final Clock clock;
  private final Map<Name, Kept> kept =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Name, Kept> eldest) {
          return size() > ARCS_KEPT;
        }
      };

  private record Name(int asker, int answerer, long momentMs, ArcId arc) {}

  private record Kept(Future<Scan> scan, long sinceMs) {}

  /**
   * @param home where it is called and calls back
   */
  ArcScans(Loop home, StorageEngine engine, SketchedShards sketched, Clock clock) {
    this.home = home;
    this.engine = engine;
    this.sketched = sketched;
    this.clock = clock;
  }

  /** What was read of an arc; not changed any more once it has been. */
  static final class Scan {
    private long[] tokens = new long[64];
    private long[] weights = new long[64];
    private int count;
    private long keys;
    private boolean unreadable;

    private void add(long token, long weight) {
      keys++;
      if (keys > MOST_KEYS) {
        return;
      }
      if (count == tokens.length) {
        tokens = Arrays.copyOf(tokens, 2 * count);
        weights = Arrays.copyOf(weights, 2 * count);
      }
      tokens[count] = token;
      weights[count] = weight;
      count++;
    }

    /** Some cells of it; none where they cannot be made. */
    ArcPart part(SketchKey key, SketchQuestion.Section section) {
      if (unreadable || keys > MOST_KEYS) {
        return new ArcPart(keys, null);
      }
      Cells cells = new Cells(key, section.from(), section.to());
      for (int i = 0; i < count; i++) {
        cells.change(tokens[i], SketchKey.NO_WEIGHT, weights[i]);
      }
      return new ArcPart(keys, cells);
    }
  }

  /**
   * What an arc holds as of the moment of a comparison. Keys with later events are not among it,
   * for nobody knows what they were then.
   *
   * @return never fails
   */
  Future<Scan> get(Basis basis, ArcId arc) {
    long nowMs = clock.millis();
    kept.values().removeIf(each -> nowMs - each.sinceMs > KEPT_MS);
    Name name = new Name(basis.asker(), basis.answerer(), basis.momentMs(), arc);
    Kept before = kept.get(name);
    if (before == null) {
      before = new Kept(read(arc, basis.momentMs()), nowMs);
      kept.put(name, before);
    }
    return before.scan;
  }

  private Future<Scan> read(ArcId arc, long momentMs) {
    Promise<Scan> whole = Promise.promise();
    int shard = engine.shardOf(arc.arc());
    engine.loopOf(shard).execute(() -> read(shard, arc, momentMs, whole));
    return whole.future();
  }

  private void read(int shard, ArcId arc, long momentMs, Promise<Scan> whole) {
    Scan scan = new Scan();
    try {
      engine
          .shard(shard)
          .scan(
              ScanRange.of(arc.keyspaceId(), Partitions.tokens(arc.arc(), sketched.arcs())),
              (token, key, state) -> {
                if (isThere(state, momentMs)) {
                  scan.add(token, sketched.key().weight(key, state, 0, state.length));
                }
                return true;
              })
          .onComplete(
              read -> {
                scan.unreadable = read.failed();
                home.execute(() -> whole.complete(scan));
              });
    } catch (Throwable defect) {
      FatalError.passOn(defect);
      scan.unreadable = true;
      home.execute(() -> whole.complete(scan));
    }
  }

  private boolean isThere(byte[] state, long momentMs) {
    long newest = EncodedSiblings.newestTimestamp(MemorySegment.ofArray(state), 0, state.length);
    long newestMs = newest == EncodedSiblings.NO_TIMESTAMP ? 0 : HybridClock.wallMs(newest);
    return newestMs <= momentMs || newestMs > clock.wallMs() + HybridClock.MAX_AHEAD_MS;
  }
}
