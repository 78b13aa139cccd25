package io.atoll.hints;

import java.util.Collection;
import java.util.TreeMap;

/**
 * What one shard has to bring one target: the hints by number and size, and the dirty arcs. The
 * hints themselves are in the store. Belongs to the shard's loop.
 */
public final class HintAccount {
  private final HintBounds bounds;
  private final TreeMap<DirtyArc.Place, DirtyArc> arcs = new TreeMap<>();
  private long count;
  private long bytes;
  private long sinceMs;
  private long removals;

  /**
   * @param bounds of the node
   */
  public HintAccount(HintBounds bounds) {
    this.bounds = bounds;
  }

  /** A hint is to be added, if there is room. */
  public boolean tryAdd(long sizeBytes, long hintSinceMs) {
    if (!bounds.tryTake(sizeBytes)) {
      return false;
    }
    count(sizeBytes, hintSinceMs);
    return true;
  }

  /** A hint is there already. */
  public void found(long sizeBytes, long hintSinceMs) {
    bounds.take(sizeBytes);
    count(sizeBytes, hintSinceMs);
  }

  private void count(long sizeBytes, long hintSinceMs) {
    sinceMs = count == 0 ? hintSinceMs : Math.min(sinceMs, hintSinceMs);
    count++;
    bytes += sizeBytes;
  }

  /** A hint is on its way out; its room is given back when it is {@link #removed}. */
  public void removing(long sizeBytes) {
    count--;
    bytes -= sizeBytes;
    removals++;
  }

  /** A hint is gone from the store. */
  public void removed(long sizeBytes) {
    bounds.give(1, sizeBytes);
  }

  /** A hint that was on its way out stays. */
  public void kept(long sizeBytes, long hintSinceMs) {
    count(sizeBytes, hintSinceMs);
  }

  /** Something is missed of which there is no hint. */
  public DirtyArc dirty(DirtyArc.Place place, long nowMs) {
    DirtyArc arc = arcs.get(place);
    if (arc == null) {
      arc = new DirtyArc(place, nowMs);
      arcs.put(place, arc);
      bounds.arcIsDirty();
    }
    arc.missed();
    return arc;
  }

  /** A dirty arc is on the disk. */
  public void found(DirtyArc.Place place, long arcSinceMs) {
    if (arcs.get(place) == null) {
      bounds.arcIsDirty();
      arcs.put(place, DirtyArc.found(place, arcSinceMs));
    } else {
      arcs.get(place).missed();
    }
  }

  /** All of an arc was brought. */
  public void clean(DirtyArc.Place place) {
    if (arcs.remove(place) != null) {
      bounds.arcIsClean();
    }
  }

  /** The target is no member any more: nothing is left to be brought. */
  public void clear() {
    bounds.give(count, bytes);
    count = 0;
    bytes = 0;
    while (!arcs.isEmpty()) {
      clean(arcs.firstKey());
    }
  }

  public boolean isEmpty() {
    return count == 0 && arcs.isEmpty();
  }

  /** Hints, those included that are on their way to the disk. */
  public long count() {
    return count;
  }

  /** Bytes of their keys and values. */
  public long bytes() {
    return bytes;
  }

  /** Wall time of the oldest write that was missed since there was nothing to bring; 0 for none. */
  public long sinceMs() {
    long oldest = count == 0 ? Long.MAX_VALUE : sinceMs;
    for (DirtyArc arc : arcs.values()) {
      oldest = Math.min(oldest, arc.sinceMs());
    }
    return oldest == Long.MAX_VALUE ? 0 : oldest;
  }

  public DirtyArc arc(DirtyArc.Place place) {
    return arcs.get(place);
  }

  /** The dirty arcs, in order. */
  public Collection<DirtyArc> arcs() {
    return arcs.values();
  }

  /** How many hints were removed since {@link #swept}: the store may remember them one by one. */
  public long removals() {
    return removals;
  }

  /** The store was told to forget all that was removed. */
  public void swept() {
    removals = 0;
  }
}
