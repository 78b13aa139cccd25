package io.atoll.causal;

import io.atoll.bytes.MalformedBytesException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;

/**
 * What has been seen: per actor, every event up to a counter. Immutable, safe to share.
 *
 * <p>One array holds it all: actor key, counter, actor key, counter, sorted by actor. A vector has
 * as many entries as a key has had writing replicas, so walking one array beats any map, and
 * joining two vectors is one walk over both. No operation copies when one side already is the
 * answer.
 */
public final class VersionVector {
  /** Nothing seen. */
  public static final VersionVector EMPTY = new VersionVector(new long[0]);

  /** Up to so many entries a walk is quicker than a search. */
  private static final int FEW = 12;

  /** Pairs of {@link Actor#key} and counter, strictly rising by key, counters 1 or more. */
  private final long[] entries;

  /** Takes the array over; the caller vouches for its order. */
  VersionVector(long[] entries) {
    this.entries = entries;
  }

  /** Every event of one actor up to a counter; empty for the counter 0. */
  public static VersionVector of(Actor actor, long counter) {
    if (counter < 0) {
      throw new IllegalArgumentException("counter is " + counter + "; it must be 0 or more");
    }
    return counter == 0 ? EMPTY : new VersionVector(new long[] {actor.key(), counter});
  }

  /** The counter of an actor, 0 when nothing of it was seen. */
  public long counter(Actor actor) {
    int at = find(actor.key());
    return at >= 0 ? entries[at + 1] : 0;
  }

  /** Whether a write event was seen. */
  public boolean contains(Dot dot) {
    return dot.counter() <= counter(dot.actor());
  }

  /** Whether everything that the other has seen was seen here too. */
  @SuppressWarnings("ReferenceEquality") // A shortcut; what differs is compared below.
  public boolean descends(VersionVector other) {
    long[] theirs = other.entries;
    if (entries == theirs) {
      return true;
    }
    if (entries.length < theirs.length) {
      return false;
    }
    int mine = 0;
    for (int at = 0; at < theirs.length; at += 2) {
      while (mine < entries.length && entries[mine] < theirs[at]) {
        mine += 2;
      }
      if (mine == entries.length
          || entries[mine] != theirs[at]
          || entries[mine + 1] < theirs[at + 1]) {
        return false;
      }
      mine += 2;
    }
    return true;
  }

  /** Everything that either has seen; this very object or the other when that is the answer. */
  public VersionVector merge(VersionVector other) {
    if (descends(other)) {
      return this;
    }
    if (other.descends(this)) {
      return other;
    }
    long[] a = entries;
    long[] b = other.entries;
    long[] joined = new long[a.length + b.length];
    int i = 0;
    int j = 0;
    int size = 0;
    while (i < a.length || j < b.length) {
      boolean takeA = j == b.length || (i < a.length && a[i] <= b[j]);
      boolean takeB = i == a.length || (j < b.length && b[j] <= a[i]);
      joined[size] = takeA ? a[i] : b[j];
      joined[size + 1] = Math.max(takeA ? a[i + 1] : 0, takeB ? b[j + 1] : 0);
      size += 2;
      i += takeA ? 2 : 0;
      j += takeB ? 2 : 0;
    }
    return new VersionVector(size == joined.length ? joined : Arrays.copyOf(joined, size));
  }

  /** This vector with one event more, which must be newer than every one of its actor. */
  VersionVector with(Dot dot) {
    long key = dot.actor().key();
    int at = find(key);
    if (at >= 0) {
      long[] advanced = entries.clone();
      advanced[at + 1] = dot.counter();
      return new VersionVector(advanced);
    }
    int gap = -at - 1;
    long[] grown = new long[entries.length + 2];
    System.arraycopy(entries, 0, grown, 0, gap);
    grown[gap] = key;
    grown[gap + 1] = dot.counter();
    System.arraycopy(entries, gap, grown, gap + 2, entries.length - gap);
    return new VersionVector(grown);
  }

  /** Of each actor, every event up to the newest of those given, in any order. */
  static VersionVector upTo(Collection<Dot> events) {
    List<Dot> rising = new ArrayList<>(events);
    Collections.sort(rising);
    long[] entries = new long[2 * rising.size()];
    int size = 0;
    for (Dot dot : rising) {
      long key = dot.actor().key();
      if (size == 0 || entries[size - 2] != key) {
        entries[size] = key;
        size += 2;
      }
      entries[size - 1] = dot.counter();
    }
    return size == 0 ? EMPTY : new VersionVector(Arrays.copyOf(entries, size));
  }

  /** This vector and those of some events that follow without a gap. */
  VersionVector absorbing(Collection<Dot> events) {
    if (events.isEmpty()) {
      return this;
    }
    List<Dot> rising = new ArrayList<>(events);
    Collections.sort(rising);
    List<Dot> following = new ArrayList<>();
    Actor actor = null;
    long counter = 0;
    for (Dot dot : rising) {
      if (!dot.actor().equals(actor)) {
        actor = dot.actor();
        counter = counter(actor);
      }
      if (dot.counter() - 1 == counter) {
        counter = dot.counter();
        following.add(dot);
      }
    }
    return following.isEmpty() ? this : merge(upTo(following));
  }

  /**
   * This vector without the entries of some actors: it then has not seen their events. Only for
   * actors that can never write again and of which nobody holds a superseded version any more, see
   * {@link Siblings#withoutActors}.
   */
  public VersionVector without(Predicate<Actor> leaving) {
    long[] kept = new long[entries.length];
    int size = 0;
    for (int at = 0; at < entries.length; at += 2) {
      if (!leaving.test(Actor.ofKey(entries[at]))) {
        kept[size] = entries[at];
        kept[size + 1] = entries[at + 1];
        size += 2;
      }
    }
    if (size == entries.length) {
      return this;
    }
    return size == 0 ? EMPTY : new VersionVector(Arrays.copyOf(kept, size));
  }

  public boolean isEmpty() {
    return entries.length == 0;
  }

  /** The number of actors of which something was seen. */
  public int size() {
    return entries.length / 2;
  }

  /** The newest event seen of each actor, in the order of the actors; for display and checks. */
  public List<Dot> newestDots() {
    List<Dot> dots = new ArrayList<>(size());
    for (int at = 0; at < entries.length; at += 2) {
      dots.add(new Dot(Actor.ofKey(entries[at]), entries[at + 1]));
    }
    return List.copyOf(dots);
  }

  /**
   * The compact binary form; equal vectors have equal bytes. For vectors that are kept by
   * themselves, such as counter floors; nothing in service uses it yet.
   */
  public byte[] encode() {
    byte[] bytes = new byte[encodedSizeBytes()];
    VectorFormat.write(this, bytes, 0);
    return bytes;
  }

  /** The length of {@link #encode}, without encoding. */
  public int encodedSizeBytes() {
    return VectorFormat.sizeBytes(this);
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws MalformedBytesException naming what is wrong, for any other bytes
   */
  public static VersionVector decode(byte[] bytes) {
    return decode(bytes, 0, bytes.length);
  }

  /** Like {@link #decode(byte[])}, of exactly the given part of an array. */
  public static VersionVector decode(byte[] bytes, int offset, int length) {
    return VectorFormat.read(bytes, offset, length);
  }

  /** The offset of an actor's key, or {@code -gap - 1} where it would have to be inserted. */
  private int find(long key) {
    if (entries.length <= 2 * FEW) {
      for (int at = 0; at < entries.length; at += 2) {
        if (entries[at] >= key) {
          return entries[at] == key ? at : -at - 1;
        }
      }
      return -entries.length - 1;
    }
    int low = 0;
    int high = size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (entries[2 * middle] < key) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    int at = 2 * low;
    return at < entries.length && entries[at] == key ? at : -at - 1;
  }

  long keyAt(int entry) {
    return entries[2 * entry];
  }

  long counterAt(int entry) {
    return entries[2 * entry + 1];
  }

  /** The position of an actor among the entries; it must be there. */
  int entryOf(Actor actor) {
    return find(actor.key()) / 2;
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof VersionVector other && Arrays.equals(entries, other.entries);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(entries);
  }

  /** For example {@code [3.1:17, 7.2:31]}. */
  @Override
  public String toString() {
    return newestDots().toString();
  }
}
