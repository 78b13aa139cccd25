package io.atoll.repair;

import io.atoll.repair.sketch.Sketch;
import io.atoll.repair.sketch.SketchKey;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * The sketches of the arcs of one keyspace: of each arc what it was at a moment, and on top of that
 * what has changed since, by the moments until which it changed.
 */
final class KeyspaceArcs {
  private final SketchKey key;

  /** As of the moment up to which all changes were folded; null where there is nothing. */
  private final Sketch[] base;

  /** The newest changes of each arc; null where there are none. */
  private final Delta[] recent;

  /** Arcs that have neither base nor changes. */
  private final BitSet unknown = new BitSet();

  /** As of which moment at the earliest an arc is known, where not since all time. */
  private final Map<Integer, Long> since = new HashMap<>();

  /** What changed in an arc between two moments. */
  static final class Delta {
    final KeyspaceArcs of;
    final int arc;
    final long momentMs;
    final Sketch sum;
    private Delta older;

    /**
     * @param momentMs the later of the two
     */
    private Delta(KeyspaceArcs of, int arc, long momentMs) {
      this.of = of;
      this.arc = arc;
      this.momentMs = momentMs;
      this.sum = new Sketch(of.key, ArcSketches.CAPACITY);
    }

    /** Makes it a part of what the arc was, if it still counts; it is the oldest there is. */
    void fold() {
      of.fold(this);
    }
  }

  KeyspaceArcs(SketchKey key, int arcs) {
    this.key = key;
    this.base = new Sketch[arcs];
    this.recent = new Delta[arcs];
  }

  BitSet unknown() {
    return unknown;
  }

  boolean isUnknown(int arc) {
    return unknown.get(arc);
  }

  /** Whether there may be something in an arc. */
  boolean hasTraces(int arc) {
    return base[arc] != null || recent[arc] != null || unknown.get(arc);
  }

  /** What the arc was before any change that is kept apart. */
  Sketch base(int arc) {
    if (base[arc] == null) {
      base[arc] = new Sketch(key, ArcSketches.CAPACITY);
    }
    return base[arc];
  }

  /** The changes until a moment and after the one before; null where there are none yet. */
  Delta find(int arc, long momentMs) {
    Delta delta = recent[arc];
    while (delta != null && delta.momentMs > momentMs) {
      delta = delta.older;
    }
    return delta != null && delta.momentMs == momentMs ? delta : null;
  }

  /** Begins to keep the changes until a moment apart, where {@link #find} finds none. */
  Delta begin(int arc, long momentMs) {
    Delta begun = new Delta(this, arc, momentMs);
    Delta newer = null;
    Delta older = recent[arc];
    while (older != null && older.momentMs > momentMs) {
      newer = older;
      older = older.older;
    }
    begun.older = older;
    if (newer == null) {
      recent[arc] = begun;
    } else {
      newer.older = begun;
    }
    return begun;
  }

  private void fold(Delta delta) {
    Delta newer = null;
    Delta oldest = recent[delta.arc];
    while (oldest != null && oldest.older != null) {
      newer = oldest;
      oldest = oldest.older;
    }
    if (!delta.equals(oldest)) {
      return;
    }
    if (newer == null) {
      recent[delta.arc] = null;
    } else {
      newer.older = null;
    }
    if (base[delta.arc] == null) {
      base[delta.arc] = delta.sum;
    } else {
      base[delta.arc].add(delta.sum);
    }
    if (base[delta.arc].isZero()) {
      base[delta.arc] = null;
    }
  }

  /** All changes up to a moment were folded: nobody asks for what was before it. */
  void forgetBefore(long momentMs) {
    since.values().removeIf(each -> each <= momentMs);
  }

  /** Nothing is known of an arc any more. */
  void doubt(int arc) {
    base[arc] = null;
    recent[arc] = null;
    since.remove(arc);
    unknown.set(arc);
  }

  /**
   * An arc is known anew.
   *
   * @param sketch what is in it; null for nothing
   * @param sinceMs from which moment on
   */
  void known(int arc, Sketch sketch, long sinceMs) {
    base[arc] = sketch;
    recent[arc] = null;
    unknown.clear(arc);
    since.put(arc, sinceMs);
  }

  /** Takes over what an account says of an arc. */
  void restore(int arc, Sketch sketch) {
    base[arc] = sketch;
  }

  /** Whether an arc is known as of a moment; one that was folded away is not asked for. */
  boolean isKnown(int arc, long momentMs) {
    if (unknown.get(arc)) {
      return false;
    }
    Long from = since.isEmpty() ? null : since.get(arc);
    return from == null || from <= momentMs;
  }

  /** Adds what a known arc was as of a moment. */
  void addTo(Sketch sum, int arc, long momentMs) {
    if (base[arc] != null) {
      sum.add(base[arc]);
    }
    for (Delta delta = recent[arc]; delta != null; delta = delta.older) {
      if (delta.momentMs <= momentMs) {
        sum.add(delta.sum);
      }
    }
  }
}
