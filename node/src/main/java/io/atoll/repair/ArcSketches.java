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

/**
 * The sketch of each arc of each keyspace that one shard holds, kept up to date by what the shard
 * says of its changes.
 *
 * <p>An arc is known or unknown. Of a known one the sketch is exactly that of what the shard holds.
 * An unknown one has no sketch: something has changed in it, and nobody knows what from what. It is
 * read to become known ({@link ArcRescan}); since a sketch is linear, what changes while it is read
 * is added to what the reader has seen of the state before.
 *
 * <p>An arc in which there is nothing is known and takes no memory; another takes about 500 bytes.
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

  /** Whether not even the keyspaces are known: then no arc is. */
  private boolean isUnsurveyed;

  private Reading reading;

  /** The arcs of a keyspace. */
  static final class KeyspaceArcs {
    /** Null where there is nothing, and of unknown arcs. */
    final Sketch[] sketches;

    final BitSet unknown = new BitSet();

    KeyspaceArcs(int arcs) {
      this.sketches = new Sketch[arcs];
    }
  }

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
        known(of(keyspaceId), arc, sketch.isZero() ? null : sketch);
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
   */
  public ArcSketches(SketchKey key, int arcs, IntPredicate holds) {
    this.key = key;
    this.arcs = Partitions.checkCount(arcs);
    this.holds = holds;
  }

  /** What a key's state weighs. */
  public long weigh(byte[] name, byte[] state) {
    return key.weight(name, state, 0, state.length);
  }

  /**
   * A copy of the sketch of an arc, or null while it is unknown.
   *
   * @param arc one that the shard holds
   */
  public Sketch sketch(int keyspaceId, int arc) {
    if (isUnsurveyed) {
      return null;
    }
    KeyspaceArcs of = keyspaces.get(keyspaceId);
    if (of == null) {
      return new Sketch(key, CAPACITY);
    }
    if (of.unknown.get(arc)) {
      return null;
    }
    return of.sketches[arc] == null ? new Sketch(key, CAPACITY) : of.sketches[arc].copy();
  }

  /** How many arcs are known not to be known. */
  public int unknown() {
    int unknown = 0;
    for (KeyspaceArcs of : keyspaces.values()) {
      unknown += of.unknown.cardinality();
    }
    return unknown;
  }

  /** A key's state was replaced. */
  public void changed(int keyspaceId, long token, long before, long after) {
    if (isUnsurveyed) {
      return;
    }
    int arc = Partitions.of(token, arcs);
    KeyspaceArcs of = of(keyspaceId);
    if (!of.unknown.get(arc)) {
      if (of.sketches[arc] == null) {
        of.sketches[arc] = new Sketch(key, CAPACITY);
      }
      of.sketches[arc].change(token, before, after);
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
        known(of, arc, null);
      } else if (of.sketches[arc] != null || of.unknown.get(arc)) {
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
      BitSet unknown = each.getValue().unknown;
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
    return keyspaces.computeIfAbsent(keyspaceId, id -> new KeyspaceArcs(arcs));
  }

  private void doubt(KeyspaceArcs of, int keyspaceId, int arc) {
    if (holds.test(arc)) {
      letGo(keyspaceId, arc);
      of.sketches[arc] = null;
      of.unknown.set(arc);
    }
  }

  private static void known(KeyspaceArcs of, int arc, Sketch sketch) {
    of.unknown.clear(arc);
    of.sketches[arc] = sketch;
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
