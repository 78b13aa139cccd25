package io.atoll.ring;

import java.util.List;
import java.util.Optional;

/**
 * Consecutive tokens, compared as unsigned numbers: from one, inclusive, to another, exclusive. An
 * end of 0 is 2^64, the end of the ring, so that 0 to 0 is all of it. Everything that depends on
 * this convention is here.
 *
 * <p>A range holds one token at least and never passes 2^64: partitions are cut at 0, so nothing
 * that a node stores or moves lies on both sides of it, and an arc that does is cut there.
 *
 * @param from the first token
 * @param toExclusive the token after the last; 0 means 2^64
 */
public record TokenRange(long from, long toExclusive) implements Comparable<TokenRange> {
  /** The whole ring. */
  public static final TokenRange RING = new TokenRange(0, 0);

  private static final double RING_TOKENS = 0x1p64;

  /**
   * @throws IllegalArgumentException where the range would be empty or pass 2^64
   */
  public TokenRange {
    if (Long.compareUnsigned(from, toExclusive - 1) > 0) {
      throw new IllegalArgumentException(
          "the token range from %016x to %016x is empty or runs backwards: it must end behind its"
                  .formatted(from, toExclusive)
              + " first token, and one that passes the end of the ring must be cut there");
    }
  }

  /**
   * A range by both of its ends.
   *
   * @param last inclusive
   */
  public static TokenRange closed(long first, long last) {
    return new TokenRange(first, last + 1);
  }

  /** The last token, inclusive. */
  public long last() {
    return toExclusive - 1;
  }

  /** Whether it goes up to 2^64. */
  public boolean endsRing() {
    return toExclusive == 0;
  }

  /** Whether a token lies in it. */
  public boolean contains(long token) {
    return Long.compareUnsigned(token - from, last() - from) <= 0;
  }

  /** Whether a token lies after its last. */
  public boolean endsBefore(long token) {
    return Long.compareUnsigned(last(), token) < 0;
  }

  /** Whether a token lies before its first. */
  public boolean beginsAfter(long token) {
    return Long.compareUnsigned(token, from) < 0;
  }

  /** Whether all of another lies in it. */
  public boolean covers(TokenRange other) {
    return contains(other.from) && contains(other.last());
  }

  /** Whether the two have a token in common. */
  public boolean overlaps(TokenRange other) {
    return contains(other.from) || other.contains(from);
  }

  /** What the two have in common. */
  public Optional<TokenRange> intersect(TokenRange other) {
    return overlaps(other)
        ? Optional.of(closed(greater(from, other.from), less(last(), other.last())))
        : Optional.empty();
  }

  /** What is left when the tokens of another are cut out: nothing, one range or two, ascending. */
  public List<TokenRange> cut(TokenRange other) {
    if (!overlaps(other)) {
      return List.of(this);
    }
    boolean before = other.beginsAfter(from);
    boolean behind = other.endsBefore(last());
    if (before && behind) {
      return List.of(closed(from, other.from - 1), closed(other.toExclusive, last()));
    }
    if (before) {
      return List.of(closed(from, other.from - 1));
    }
    return behind ? List.of(closed(other.toExclusive, last())) : List.of();
  }

  /** The smallest range that covers both, and what lies between them. */
  public TokenRange span(TokenRange other) {
    return closed(less(from, other.from), greater(last(), other.last()));
  }

  /** What is left of it from a token of it on. */
  public TokenRange startingAt(long token) {
    return new TokenRange(token, toExclusive);
  }

  /** The share of the ring that it takes, above 0, at most 1. */
  public double share() {
    long lessOne = last() - from;
    return ((lessOne >>> 1) * 2.0 + (lessOne & 1)) / RING_TOKENS + 1 / RING_TOKENS;
  }

  /** By the first token, then by the last. */
  @Override
  public int compareTo(TokenRange other) {
    int byFirst = Long.compareUnsigned(from, other.from);
    return byFirst != 0 ? byFirst : Long.compareUnsigned(last(), other.last());
  }

  /** As in {@code [00000000000000a0, 00000000000000b0)}, in hexadecimal. */
  @Override
  public String toString() {
    return endsRing()
        ? "[%016x, 10000000000000000)".formatted(from)
        : "[%016x, %016x)".formatted(from, toExclusive);
  }

  private static long less(long left, long right) {
    return Long.compareUnsigned(left, right) <= 0 ? left : right;
  }

  private static long greater(long left, long right) {
    return Long.compareUnsigned(left, right) >= 0 ? left : right;
  }
}
