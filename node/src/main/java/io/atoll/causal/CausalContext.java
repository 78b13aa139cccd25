package io.atoll.causal;

import java.util.Objects;

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
 * <p>One vector cannot always say what a writer knows. Its own write may be the actor's seventeenth
 * while the sixteenth, which it has not read, still stands: "up to 17" would let its next write
 * remove a value that it never saw, "up to 16 of others" would let its next read miss its own
 * write. So there are two: {@link #vector} is what a write supersedes, {@link #least} is what a
 * read must have seen. Whoever has taken the write has the state that it was made in, so asking for
 * the sixteenth as well asks nothing more of anybody.
 *
 * <p>Invariant of every context that was answered and not forged: the timestamp is at least that of
 * each version whose dot the vector contains.
 *
 * @param vector the events; {@link VersionVector#EMPTY} for a blind write
 * @param least those, and writes of the client's own that the vector cannot name
 * @param timestamp hybrid logical time, see {@link HybridClock}; 0 or more
 */
public record CausalContext(VersionVector vector, VersionVector least, long timestamp) {
  /** Nothing seen. */
  public static final CausalContext EMPTY = new CausalContext(VersionVector.EMPTY, 0);

  /** Longest text that {@link #fromText} reads: several hundred actors. */
  public static final int MAX_TEXT_CHARS = 8192;

  public CausalContext {
    Objects.requireNonNull(vector, "vector");
    if (!least.descends(vector)) {
      throw new IllegalArgumentException(
          "least is %s; it must include the vector %s".formatted(least, vector));
    }
    if (timestamp < 0) {
      throw new IllegalArgumentException("timestamp is " + timestamp + "; it must be 0 or more");
    }
  }

  /** A context of which the vector says it all. */
  public CausalContext(VersionVector vector, long timestamp) {
    this(vector, vector, timestamp);
  }

  /** Whether a write event was seen. */
  public boolean contains(Dot dot) {
    return vector.contains(dot);
  }

  /** Everything that either has seen. */
  public CausalContext merge(CausalContext other) {
    return new CausalContext(
        vector.merge(other.vector), least.merge(other.least), Math.max(timestamp, other.timestamp));
  }

  /** The compact binary form; equal contexts have equal bytes. */
  public byte[] encode() {
    return ContextFormat.encode(this);
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws MalformedContextException naming what is wrong, for any other bytes
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

  /** For example {@code [3.1:17, 7.2:31] until 99}. */
  @Override
  public String toString() {
    return (least.equals(vector) ? vector : vector + " and at least " + least)
        + " until "
        + timestamp;
  }
}
