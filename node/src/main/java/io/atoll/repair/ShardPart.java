package io.atoll.repair;

import io.atoll.repair.sketch.SetHash;
import io.atoll.repair.sketch.Sketch;
import io.atoll.repair.sketch.SketchKey;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * What one shard adds to an answer: each arc lies in one shard, so the parts of all add up. Made on
 * the shard's loop.
 */
final class ShardPart {
  private final Sketch[] sums;
  private final SetHash[] hashes;
  private final BitSet unknown = new BitSet();
  private long oldestMs;

  private ShardPart(Sketch[] sums, SetHash[] hashes, long oldestMs) {
    this.sums = sums;
    this.hashes = hashes;
    this.oldestMs = oldestMs;
  }

  /** The sketch of each span. */
  static ShardPart sums(
      ArcSketches shard, CommonArcs arcs, Basis basis, List<ArcSpan> spans, int capacity) {
    ShardPart part = ofSketches(shard, spans, capacity);
    for (int i = 0; i < spans.size(); i++) {
      Sketch sum = part.sums[i];
      part.visit(
          shard,
          arcs,
          basis,
          spans.get(i),
          (index, keyspaceId, arc) -> shard.addTo(sum, keyspaceId, arc, basis.momentMs()));
    }
    return part;
  }

  /** Which arcs of each span are what: a sketch that has indices for tokens. */
  static ShardPart which(
      ArcSketches shard, CommonArcs arcs, Basis basis, List<ArcSpan> spans, int capacity) {
    ShardPart part = ofSketches(shard, spans, capacity);
    for (int i = 0; i < spans.size(); i++) {
      Sketch which = part.sums[i];
      part.visit(
          shard,
          arcs,
          basis,
          spans.get(i),
          (index, keyspaceId, arc) -> {
            Sketch sketch = new Sketch(shard.key, 1);
            boolean known = shard.addTo(sketch, keyspaceId, arc, basis.momentMs());
            which.change(index, SketchKey.NO_WEIGHT, sketch.total());
            return known;
          });
    }
    return part;
  }

  /** The hash of each arc of a span; of arcs of other shards that of no keys. */
  static ShardPart hashes(ArcSketches shard, CommonArcs arcs, Basis basis, ArcSpan span) {
    SetHash[] hashes = new SetHash[span.size()];
    Arrays.fill(hashes, SetHash.EMPTY);
    ShardPart part = new ShardPart(new Sketch[0], hashes, shard.oldestMs());
    part.visit(
        shard,
        arcs,
        basis,
        span,
        (index, keyspaceId, arc) -> {
          Sketch sketch = new Sketch(shard.key, 1);
          boolean known = shard.addTo(sketch, keyspaceId, arc, basis.momentMs());
          hashes[index - span.from()] = sketch.hash();
          return known;
        });
    return part;
  }

  private static ShardPart ofSketches(ArcSketches shard, List<ArcSpan> spans, int capacity) {
    Sketch[] sums = new Sketch[spans.size()];
    Arrays.setAll(sums, i -> new Sketch(shard.key, capacity));
    return new ShardPart(sums, new SetHash[0], shard.oldestMs());
  }

  /** Adds an arc; false where it is not known. */
  @FunctionalInterface
  private interface Addition {
    boolean add(int index, int keyspaceId, int arc);
  }

  private void visit(
      ArcSketches shard, CommonArcs arcs, Basis basis, ArcSpan span, Addition addition) {
    if (basis.momentMs() < oldestMs) {
      return;
    }
    arcs.visit(
        span,
        (index, keyspaceId, arc) -> {
          boolean counts = shard.holds(arc) && !basis.excluded().has(index);
          if (counts && !addition.add(index, keyspaceId, arc)) {
            unknown.set(index);
          }
        });
  }

  /** Adds the part of another shard. */
  ShardPart plus(ShardPart other) {
    for (int i = 0; i < sums.length; i++) {
      sums[i].add(other.sums[i]);
    }
    for (int i = 0; i < hashes.length; i++) {
      hashes[i] = hashes[i].plus(other.hashes[i]);
    }
    unknown.or(other.unknown);
    oldestMs = Math.max(oldestMs, other.oldestMs);
    return this;
  }

  /** The oldest moment as of which there can be an answer. */
  long oldestMs() {
    return oldestMs;
  }

  /** The arcs that are not known as of the moment. */
  ArcSet unknown() {
    return ArcSet.of(unknown);
  }

  Sketch sum(int span) {
    return sums[span];
  }

  int spans() {
    return sums.length;
  }

  List<SetHash> hashes() {
    return List.of(hashes);
  }
}
