package io.atoll.causal;

import io.atoll.bytes.MalformedBytesException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What a client has seen of one key and sends along with its next write, or as the least that its
 * next read must see: the events, and a time that none of them exceeds. Immutable, safe to share.
 *
 * <p>The vector alone orders values that are kept as siblings. Where the last writer wins it is not
 * enough: a client may read a value of a fast clock at one replica and overwrite it through another
 * whose clock is behind and which has not got that value yet. The newer value would carry the older
 * time and lose to what it supersedes as soon as the two meet. So the time travels with the client,
 * as Lamport's clocks do in messages, and {@link Siblings#put} goes beyond it.
 *
 * <p>A vector cannot always say what a writer knows. Its own write may be the actor's seventeenth
 * while it has not read the sixteenth, which still stands, or was superseded by what the writer has
 * not read either. "Up to 17" would let its next write remove a value, here or at a replica that is
 * behind, in favour of something that nobody there has; "up to 15" would let its next read miss its
 * own write. So single events stand apart from the vector.
 *
 * <p>Invariant of every context that was answered: the timestamp is at least that of each version
 * whose dot it contains. A client can bring no other, see {@link ContextSeal}.
 *
 * @param vector the events; {@link VersionVector#EMPTY} for a blind write
 * @param apart events beyond the vector, rising; one form only: none that the vector contains or
 *     that is its actor's next after it
 * @param timestamp hybrid logical time, see {@link HybridClock}; 0 or more
 */
public record CausalContext(VersionVector vector, List<Dot> apart, long timestamp) {
  /** Nothing seen. */
  public static final CausalContext EMPTY = new CausalContext(VersionVector.EMPTY, 0);

  /**
   * The most bytes of a context that a client is answered: room for 300 actors in the worst case,
   * for a thousand as a rule. It travels in a header and in a URL.
   */
  public static final int MAX_ANSWERED_BYTES = 6_136;

  /** An event, or an entry of the vector, has no more bytes than this. */
  private static final int MAX_EVENT_BYTES = 3 + 7 + 9;

  public CausalContext {
    Objects.requireNonNull(vector, "vector");
    apart = List.copyOf(apart);
    Dot previous = null;
    for (Dot dot : apart) {
      if (previous != null && previous.compareTo(dot) >= 0) {
        throw new IllegalArgumentException("event " + dot + " is not after " + previous);
      }
      if (dot.counter() - 1 <= vector.counter(dot.actor())) {
        throw new IllegalArgumentException("event " + dot + " is not apart from " + vector);
      }
      previous = dot;
    }
    if (timestamp < 0) {
      throw new IllegalArgumentException("timestamp is " + timestamp + "; it must be 0 or more");
    }
  }

  /** A context of which the vector says it all. */
  public CausalContext(VersionVector vector, long timestamp) {
    this(vector, List.of(), timestamp);
  }

  /** The context of a vector and any events besides. */
  static CausalContext of(VersionVector vector, Collection<Dot> besides, long timestamp) {
    if (besides.isEmpty()) {
      return new CausalContext(vector, timestamp);
    }
    VersionVector joined = vector.absorbing(besides);
    List<Dot> apart = new ArrayList<>();
    for (Dot dot : new TreeSet<>(besides)) {
      if (!joined.contains(dot)) {
        apart.add(dot);
      }
    }
    return new CausalContext(joined, apart, timestamp);
  }

  /** Whether nothing was seen. */
  public boolean isEmpty() {
    return vector.isEmpty() && apart.isEmpty() && timestamp == 0;
  }

  /** Whether a write event was seen. */
  public boolean contains(Dot dot) {
    return vector.contains(dot) || (!apart.isEmpty() && Collections.binarySearch(apart, dot) >= 0);
  }

  /** Everything that either has seen. */
  public CausalContext merge(CausalContext other) {
    VersionVector joined = vector.merge(other.vector);
    long latest = Math.max(timestamp, other.timestamp);
    if (apart.isEmpty() && other.apart.isEmpty()) {
      return new CausalContext(joined, latest);
    }
    List<Dot> besides = new ArrayList<>(apart);
    besides.addAll(other.apart);
    return of(joined, besides, latest);
  }

  /**
   * What a state must have seen that has seen all of this, for a read. Whoever has taken a write
   * has the state that it was made in, so asking for all earlier events of its actor as well asks
   * nothing more of anybody.
   */
  public VersionVector least() {
    return apart.isEmpty() ? vector : vector.merge(VersionVector.upTo(apart));
  }

  /**
   * This context, within {@link #MAX_ANSWERED_BYTES}: what does not fit is left out, and is taken
   * for not seen. Left out first are incarnations of members that have a higher one here, as a rule
   * a newer one, from the lowest on, then any others; last of all what the caller wants to keep,
   * and events that stand apart.
   *
   * <p>Only a key that more than 300 incarnations have written to comes near the bound. What a
   * client is not told to have seen, it cannot remove: where a replica still has such a value, long
   * superseded elsewhere, it shows it as a sibling until that replica is repaired. A conflict too
   * many, rather than a key that nobody can read or write any more; no replica forgets anything.
   *
   * @param kept actors that should be kept while there is room
   */
  CausalContext bounded(Predicate<Actor> kept) {
    int events = vector.size() + apart.size();
    if (events * MAX_EVENT_BYTES <= MAX_ANSWERED_BYTES - ContextFormat.MAX_FRAME_BYTES
        || ContextFormat.sizeBytes(this) <= MAX_ANSWERED_BYTES) {
      return this;
    }
    List<Dot> entries = vector.newestDots();
    List<Dot> ranked = new ArrayList<>(apart);
    ranked.addAll(byWorth(entries, kept));
    int roomBytes = MAX_ANSWERED_BYTES - ContextFormat.MAX_FRAME_BYTES;
    int fitting = 0;
    while (fitting < ranked.size()) {
      roomBytes -= ContextFormat.sizeBytes(ranked.get(fitting));
      if (roomBytes < 0) {
        break;
      }
      fitting++;
    }
    int apartFitting = Math.min(fitting, apart.size());
    return new CausalContext(
        VersionVector.upTo(ranked.subList(apartFitting, fitting)),
        apart.subList(0, apartFitting),
        timestamp);
  }

  /** The entries of a vector, those first that should be kept longest. */
  private static List<Dot> byWorth(List<Dot> entries, Predicate<Actor> kept) {
    List<Dot> wanted = new ArrayList<>();
    List<Dot> newest = new ArrayList<>();
    List<Dot> older = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      Dot entry = entries.get(i);
      boolean last =
          i + 1 == entries.size() || entries.get(i + 1).actor().member() != entry.actor().member();
      (kept.test(entry.actor()) ? wanted : last ? newest : older).add(entry);
    }
    older.sort(
        Comparator.comparingLong((Dot dot) -> dot.actor().generation())
            .reversed()
            .thenComparing(Comparator.naturalOrder()));
    wanted.addAll(newest);
    wanted.addAll(older);
    return wanted;
  }

  /** The compact binary form; equal contexts have equal bytes. */
  public byte[] encode() {
    return ContextFormat.encode(this);
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws MalformedBytesException naming what is wrong, for any other bytes
   */
  public static CausalContext decode(byte[] bytes) {
    return ContextFormat.decode(bytes, 0, bytes.length);
  }

  /** For example {@code [3.1:17, 7.2:31] until 99}, or {@code [3.1:17] and 7.2:31 until 99}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder().append(vector);
    apart.forEach(dot -> text.append(" and ").append(dot));
    return text.append(" until ").append(timestamp).toString();
  }
}
