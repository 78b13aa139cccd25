package io.atoll.replication;

import io.atoll.ring.Keyspace;

/**
 * A set of the members of a {@link ReplicaPlan}, by their index there: 0 to {@value #MAX_SIZE} - 1.
 *
 * <p>A value around one {@code long}. Made and used within one method it is not allocated, thanks
 * to escape analysis; what outlives a method (a tally, an operation, a variable that a loop
 * changes) keeps the bits and hands out sets. Iterate by
 *
 * <pre>{@code for (int r = set.first(); r >= 0; r = set.next(r))}</pre>
 *
 * @param bits bit i is set when index i is in the set
 */
public record ReplicaSet(long bits) {
  /** How many members one plan can have. */
  public static final int MAX_SIZE = Keyspace.MAX_REPLICAS;

  /** Nobody. */
  public static final ReplicaSet EMPTY = new ReplicaSet(0);

  /** Exactly these. */
  public static ReplicaSet of(int... replicas) {
    long bits = 0;
    for (int replica : replicas) {
      bits |= 1L << replica;
    }
    return new ReplicaSet(bits);
  }

  /** So many, from a first index on. */
  public static ReplicaSet range(int first, int count) {
    return new ReplicaSet(count == 0 ? 0 : -1L >>> (Long.SIZE - count) << first);
  }

  /** Whether a replica is in the set; none with an index below 0 is. */
  public boolean contains(int replica) {
    return replica >= 0 && (bits >>> replica & 1) != 0;
  }

  /** This set and one more. */
  public ReplicaSet with(int replica) {
    return new ReplicaSet(bits | 1L << replica);
  }

  /** This set without one. */
  public ReplicaSet without(int replica) {
    return new ReplicaSet(bits & ~(1L << replica));
  }

  /** Who is in either set. */
  public ReplicaSet plus(ReplicaSet other) {
    return new ReplicaSet(bits | other.bits);
  }

  /** Who is in this set and not in the other. */
  public ReplicaSet minus(ReplicaSet other) {
    return new ReplicaSet(bits & ~other.bits);
  }

  /** Who is in both sets. */
  public ReplicaSet intersect(ReplicaSet other) {
    return new ReplicaSet(bits & other.bits);
  }

  public int size() {
    return Long.bitCount(bits);
  }

  public boolean isEmpty() {
    return bits == 0;
  }

  /** The lowest index in the set, -1 when it is empty. */
  public int first() {
    return lowest(bits);
  }

  /** The lowest index in the set above one, -1 when there is none. */
  public int next(int after) {
    return lowest(bits & -2L << after);
  }

  /** The index that has so many of the set below it; n is less than {@link #size}. */
  public int nth(int n) {
    int replica = first();
    for (int i = 0; i < n; i++) {
      replica = next(replica);
    }
    return replica;
  }

  private static int lowest(long bits) {
    return bits == 0 ? -1 : Long.numberOfTrailingZeros(bits);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("{");
    for (int replica = first(); replica >= 0; replica = next(replica)) {
      text.append(text.length() == 1 ? "" : ", ").append(replica);
    }
    return text.append('}').toString();
  }
}
