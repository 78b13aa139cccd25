package io.atoll.causal;

import io.atoll.bytes.MalformedBytesException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

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
 * <p>Invariant of every context that was answered and not forged: the timestamp is at least that of
 * each version whose dot it contains.
 *
 * @param vector the events; {@link VersionVector#EMPTY} for a blind write
 * @param apart events beyond the vector, rising; one form only: none that the vector contains or
 *     that is its actor's next after it
 * @param timestamp hybrid logical time, see {@link HybridClock}; 0 or more
 */
public record CausalContext(VersionVector vector, List<Dot> apart, long timestamp) {
  /** Nothing seen. */
  public static final CausalContext EMPTY = new CausalContext(VersionVector.EMPTY, 0);

  /** Longest text that {@link #fromText} reads: several hundred actors. */
  public static final int MAX_TEXT_CHARS = 8192;

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

  /** Whether a write event was seen. */
  public boolean contains(Dot dot) {
    return vector.contains(dot) || apart.contains(dot);
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
    VersionVector least = vector;
    for (Dot dot : apart) {
      least = least.merge(VersionVector.of(dot.actor(), dot.counter()));
    }
    return least;
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

  /**
   * The opaque, URL-safe string that clients carry; short, versioned, checked. Never empty: nothing
   * seen has a text as well, so that a context that got lost on its way is not taken for it.
   */
  public String toText() {
    return ContextFormat.toText(this);
  }

  /**
   * Reads what {@link #toText} wrote. The checksum finds what was cut or mistyped; it is no
   * signature, and who forges a context can supersede what nobody has read.
   *
   * @throws MalformedContextException naming what is wrong
   */
  public static CausalContext fromText(String text) {
    return ContextFormat.fromText(text);
  }

  /** For example {@code [3.1:17, 7.2:31] until 99}, or {@code [3.1:17] and 7.2:31 until 99}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder().append(vector);
    apart.forEach(dot -> text.append(" and ").append(dot));
    return text.append(" until ").append(timestamp).toString();
  }
}
