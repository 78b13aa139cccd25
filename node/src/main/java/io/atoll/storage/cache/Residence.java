package io.atoll.storage.cache;

import java.util.Arrays;

/**
 * Which blocks of one table are in a cache, and where. So a look-up is one load from an array that
 * the table has anyway, and needs no hash. Belongs to the thread of its {@link BlockCache}.
 *
 * <p>For each block: its slot; or that it is absent; or, below that, when it was evicted after too
 * little use, so that the cache knows it again if it comes back soon.
 */
public final class Residence {
  static final int ABSENT = -1;
  private static final int STAMP_MASK = 0x3fffffff;

  private final int[] states;
  private boolean dropped;

  /**
   * Of a table that has nothing in the cache.
   *
   * @param blocks how many blocks the table has
   */
  public Residence(int blocks) {
    states = new int[blocks];
    Arrays.fill(states, ABSENT);
  }

  int slot(int block) {
    return states[block];
  }

  void put(int block, int slot) {
    states[block] = slot;
  }

  void forget(int block) {
    states[block] = ABSENT;
  }

  /** Remembers that a block was evicted as the how-manieth. */
  void remember(int block, long eviction) {
    states[block] = ABSENT - 1 - (int) (eviction & STAMP_MASK);
  }

  /** How many evictions ago a block was evicted; a huge number when that is not known. */
  int evictionsSince(int block, long evictions) {
    int state = states[block];
    return state >= ABSENT
        ? Integer.MAX_VALUE
        : (int) (evictions - (ABSENT - 1 - state)) & STAMP_MASK;
  }

  int blocks() {
    return states.length;
  }

  boolean isDropped() {
    return dropped;
  }

  void drop() {
    dropped = true;
  }
}
