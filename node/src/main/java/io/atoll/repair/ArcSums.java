package io.atoll.repair;

import io.atoll.repair.sketch.SetHash;
import io.atoll.repair.sketch.Sketch;
import io.atoll.repair.sketch.SketchKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * What the arcs of some spans come to: the parts of it that each shard has add up. Not thread-safe.
 */
public final class ArcSums {
  private final SketchKey key;
  private final Kind kind;
  private final int capacity;
  private final List<ArcSpan> spans;
  private final List<Sketch> sketches = new ArrayList<>();
  private final SetHash[] hashes;
  private final BitSet unknown = new BitSet();
  private long oldestMs;

  /** What is wanted of a span. */
  public enum Kind {
    /** The sketch of all its keys. */
    KEYS,

    /** A sketch that has the indices of arcs for tokens and their totals for weights. */
    ARCS,

    /** The hash of each arc. */
    HASHES
  }

  /**
   * Of no arcs yet.
   *
   * @param spans one only where hashes are wanted
   * @param capacity of sketches that have arcs for tokens; others have that of arcs
   */
  public ArcSums(SketchKey key, Kind kind, List<ArcSpan> spans, int capacity) {
    this.key = key;
    this.kind = kind;
    this.capacity = capacity;
    this.spans = List.copyOf(spans);
    this.hashes = new SetHash[kind == Kind.HASHES ? spans.getFirst().size() : 0];
    Arrays.fill(hashes, SetHash.EMPTY);
    if (kind != Kind.HASHES) {
      for (int i = 0; i < spans.size(); i++) {
        sketches.add(new Sketch(key, kind == Kind.KEYS ? ArcSketches.CAPACITY : capacity));
      }
    }
  }

  /** The same of no arcs. */
  public ArcSums empty() {
    return new ArcSums(key, kind, spans, capacity);
  }

  /** The spans. */
  public List<ArcSpan> spans() {
    return spans;
  }

  /**
   * Adds an arc of a shard.
   *
   * @param span its number in the list of spans
   * @param index of the arc
   * @param from the shard's
   * @param momentMs as of when
   */
  public void add(int span, int index, ArcSketches from, ArcId arc, long momentMs) {
    oldestMs = Math.max(oldestMs, from.oldestMs());
    if (momentMs < oldestMs) {
      return;
    }
    Sketch sum = kind == Kind.KEYS ? sketches.get(span) : new Sketch(key, 1);
    if (!from.addTo(sum, arc.keyspaceId(), arc.arc(), momentMs)) {
      unknown.set(index);
      return;
    }
    switch (kind) {
      case KEYS -> {}
      case ARCS -> sketches.get(span).change(index, SketchKey.NO_WEIGHT, sum.total());
      case HASHES -> hashes[index - spans.getFirst().from()] = sum.hash();
    }
  }

  /** Adds what another shard has of the same spans. */
  public void add(ArcSums other) {
    for (int i = 0; i < sketches.size(); i++) {
      sketches.get(i).add(other.sketches.get(i));
    }
    for (int i = 0; i < hashes.length; i++) {
      hashes[i] = hashes[i].plus(other.hashes[i]);
    }
    unknown.or(other.unknown);
    oldestMs = Math.max(oldestMs, other.oldestMs);
  }

  /** The oldest moment of which all of them can tell: as of an earlier one these are no sums. */
  public long oldestMs() {
    return oldestMs;
  }

  /** The arcs that are not known, by their indices. */
  public ArcSet unknown() {
    return ArcSet.of(unknown);
  }

  /** Sketches, in the order of the spans; none where hashes are wanted. */
  public List<Sketch> sketches() {
    return sketches;
  }

  /** Hashes, in the order of the arcs. */
  public List<SetHash> hashes() {
    return List.of(hashes);
  }
}
