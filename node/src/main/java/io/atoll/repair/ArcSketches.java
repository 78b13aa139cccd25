package io.atoll.repair;

import io.atoll.repair.sketch.Sketch;
import io.atoll.repair.sketch.SketchKey;
import io.atoll.ring.Partitions;
import io.atoll.ring.TokenRange;
import java.util.BitSet;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.function.LongSupplier;

/**
 * The sketch of each arc of each keyspace that one shard holds, kept up to date by what the shard
 * says of its changes.
 *
 * <p>An arc is known or unknown. Of a known one the sketch is exactly that of what the shard holds.
 * An unknown one has no sketch: something has changed in it, and nobody knows what from what. It is
 * read to become known ({@link ArcRescan}); since a sketch is linear, what changes while it is read
 * is added to what the reader has seen of the state before.
 *
 * <p>Changes of the last while are kept apart, so that it can also be told what the sketch was as
 * of a {@linkplain Moments moment} not long ago: two replicas that have the same events are in step
 * as of it, whatever has come since. {@link RecentChanges} says when a change counts.
 *
 * <p>An arc in which there is nothing is known and takes no memory; another takes about 500 bytes,
 * and as many for each stretch between two moments in which something changed in it.
 *
 * <p>Not thread-safe.
 */
public final class ArcSketches {
  /** So many keys of an arc may differ that two sketches of it tell which. */
  public static final int CAPACITY = 16;

  final SketchKey key;
  final int arcs;

  /** By keyspace; one that is not there holds nothing. */
  final Map<Integer, KeyspaceArcs> keyspaces = new TreeMap<>();

  private final IntPredicate holds;
  private final RecentChanges recent;

  /** Whether not even the keyspaces are known: then no arc is. */
  private boolean isUnsurveyed;

  private Reading reading;

  /**
   * One arc that is being read; it becomes known with the end of that unless it is in doubt anew.
   */
  public final class Reading {
    public final int keyspaceId;
    public final int arc;
    private final Sketch sketch = new Sketch(key, CAPACITY);

    private Reading(int keyspaceId, int arc) {
      this.keyspaceId = keyspaceId;
      this.arc = arc;
    }

    /** Its tokens. */
    public TokenRange tokens() {
      return Partitions.tokens(arc, arcs);
    }

    /** Whether what is read still counts. */
    public boolean counts() {
      return equals(reading);
    }

    /** The reader has come to a key, as it was when the reading began. */
    public void found(long token, byte[] name, byte[] state) {
      sketch.change(token, SketchKey.NO_WEIGHT, weigh(name, state));
    }

    /** The arc has been read to its end. */
    public void finish() {
      if (counts()) {
        reading = null;
        of(keyspaceId).known(arc, sketch.isZero() ? null : sketch, recent.sinceMs());
      }
    }

    /** It could not be read: it stays unknown. */
    public void fail() {
      if (counts()) {
        reading = null;
      }
    }
  }

  /**
   * Those of a shard that holds nothing.
   *
   * @param arcs how many arcs the ring has
   * @param holds whether an arc lies in this shard
   * @param wallMs the time in milliseconds since 1970
   */
  public ArcSketches(SketchKey key, int arcs, IntPredicate holds, LongSupplier wallMs) {
    this(key, arcs, holds, wallMs, RecentChanges.MAX_KEPT);
  }

  ArcSketches(
      SketchKey key, int arcs, IntPredicate holds, LongSupplier wallMs, int maxRecentChanges) {
    this.key = key;
    this.arcs = Partitions.checkCount(arcs);
    this.holds = holds;
    this.recent = new RecentChanges(keyspaces.values(), wallMs, maxRecentChanges);
  }

  /**
   * From now on changes are told as they are made. What they were as of a moment can be told for
   * moments from now on.
   */
  public void follow() {
    recent.follow();
  }

  /** What a key's state weighs. */
  public long weigh(byte[] name, byte[] state) {
    return key.weight(name, state, 0, state.length);
  }

  /**
   * A copy of the sketch of an arc as it is now, or null while it is unknown.
   *
   * @param arc one that the shard holds
   */
  public Sketch sketch(int keyspaceId, int arc) {
    return sketch(keyspaceId, arc, Moments.NOW);
  }

  /**
   * A copy of the sketch of an arc as of a moment, or null where it is not known.
   *
   * @param arc one that the shard holds
   * @param momentMs not before {@link #oldestMs}
   */
  public Sketch sketch(int keyspaceId, int arc, long momentMs) {
    Sketch sketch = new Sketch(key, CAPACITY);
    return momentMs >= oldestMs() && addTo(sketch, keyspaceId, arc, momentMs) ? sketch : null;
  }

  /** The oldest moment as of which can be told what arcs were; {@link Moments#NOW} for none. */
  public long oldestMs() {
    return recent.oldestMs();
  }

  /**
   * Adds the sketch of an arc as of a moment.
   *
   * @param sum of the same capacity or a smaller one
   * @param momentMs not before {@link #oldestMs}
   * @return false where it is not known, and nothing was added
   */
  boolean addTo(Sketch sum, int keyspaceId, int arc, long momentMs) {
    if (isUnsurveyed) {
      return false;
    }
    KeyspaceArcs of = keyspaces.get(keyspaceId);
    if (of != null) {
      if (!of.isKnown(arc, momentMs)) {
        return false;
      }
      of.addTo(sum, arc, momentMs);
    }
    return true;
  }

  /** How many arcs are known not to be known. */
  public int unknown() {
    int unknown = 0;
    for (KeyspaceArcs of : keyspaces.values()) {
      unknown += of.unknown().cardinality();
    }
    return unknown;
  }

  /**
   * A key's state was replaced.
   *
   * @param eventMs wall time of the newest event in the state now; anything ahead of the own clock,
   *     such as {@link Moments#NOW}, is now
   */
  public void changed(int keyspaceId, long token, long before, long after, long eventMs) {
    if (isUnsurveyed || before == after) {
      return;
    }
    int arc = Partitions.of(token, arcs);
    KeyspaceArcs of = of(keyspaceId);
    if (!of.isUnknown(arc)) {
      recent.sum(of, arc, eventMs).change(token, before, after);
    } else if (isRead(keyspaceId, arc)) {
      reading.sketch.change(token, before, after);
    }
  }

  /** What a range holds may be anything. */
  public void doubted(int keyspaceId, TokenRange tokens) {
    if (!isUnsurveyed) {
      KeyspaceArcs of = of(keyspaceId);
      for (int arc = first(tokens); arc <= last(tokens); arc++) {
        doubt(of, keyspaceId, arc);
      }
    }
  }

  /** All keys of a range are gone. */
  public void dropped(int keyspaceId, TokenRange tokens) {
    KeyspaceArcs of = keyspaces.get(keyspaceId);
    if (isUnsurveyed || of == null) {
      return;
    }
    for (int arc = first(tokens); arc <= last(tokens); arc++) {
      if (tokens.covers(Partitions.tokens(arc, arcs))) {
        letGo(keyspaceId, arc);
        of.known(arc, null, recent.sinceMs());
      } else if (of.hasTraces(arc)) {
        doubt(of, keyspaceId, arc);
      }
    }
    if (tokens.equals(TokenRange.RING)) {
      keyspaces.remove(keyspaceId);
    }
  }

  /** Nothing is known of what the shard holds, until {@link #surveyed}. */
  public void unsurveyed() {
    keyspaces.clear();
    reading = null;
    isUnsurveyed = true;
  }

  /**
   * If nothing was known, now it is known which keyspaces there are: their arcs are to be read.
   *
   * @param found those of which the shard may hold anything, at this moment
   */
  public void surveyed(Collection<Integer> found) {
    if (isUnsurveyed) {
      isUnsurveyed = false;
      found.forEach(keyspaceId -> doubted(keyspaceId, TokenRange.RING));
    }
  }

  /**
   * Begins to read an arc that is not known; one at a time.
   *
   * @param skipped arcs to leave out
   * @return null when there is none, or one is being read
   */
  Reading read(SkippedArcs skipped) {
    if (reading != null) {
      return null;
    }
    for (Map.Entry<Integer, KeyspaceArcs> each : keyspaces.entrySet()) {
      BitSet unknown = each.getValue().unknown();
      for (int arc = unknown.nextSetBit(0); arc >= 0; arc = unknown.nextSetBit(arc + 1)) {
        if (!skipped.has(each.getKey(), arc)) {
          reading = new Reading(each.getKey(), arc);
          return reading;
        }
      }
    }
    return null;
  }

  /** All of it as bytes, for {@link #restore}; null when nothing is known. */
  public byte[] account() {
    return isUnsurveyed ? null : ArcAccount.encode(this);
  }

  /**
   * Takes over what {@link #account} said.
   *
   * @return false when it says nothing to this one: it is of another format, secret or ring
   */
  public boolean restore(byte[] account) {
    return ArcAccount.decode(account, this);
  }

  KeyspaceArcs of(int keyspaceId) {
    return keyspaces.computeIfAbsent(keyspaceId, id -> new KeyspaceArcs(key, arcs));
  }

  private void doubt(KeyspaceArcs of, int keyspaceId, int arc) {
    if (holds.test(arc)) {
      letGo(keyspaceId, arc);
      of.doubt(arc);
    }
  }

  /** What is read of an arc counts no more. */
  private void letGo(int keyspaceId, int arc) {
    if (isRead(keyspaceId, arc)) {
      reading = null;
    }
  }

  private boolean isRead(int keyspaceId, int arc) {
    return reading != null && reading.keyspaceId == keyspaceId && reading.arc == arc;
  }

  private int first(TokenRange tokens) {
    return Partitions.of(tokens.from(), arcs);
  }

  private int last(TokenRange tokens) {
    return Partitions.of(tokens.last(), arcs);
  }
}
