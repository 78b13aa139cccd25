package io.atoll.storage.compaction;

import io.atoll.ring.TokenRange;
import io.atoll.storage.manifest.TableMeta;

/**
 * One of 2^depth equal parts of the ring.
 *
 * @param depth 0: all of it
 * @param index from 0
 */
record Slice(int depth, long index) {
  static final Slice RING = new Slice(0, 0);

  TokenRange tokens() {
    int shift = Long.SIZE - depth;
    return depth == 0 ? TokenRange.RING : new TokenRange(index << shift, (index + 1) << shift);
  }

  Slice left() {
    return new Slice(depth + 1, index * 2);
  }

  Slice right() {
    return new Slice(depth + 1, index * 2 + 1);
  }

  boolean contains(TableMeta table) {
    return indexOf(table.tokens().from(), depth) == index
        && indexOf(table.tokens().last(), depth) == index;
  }

  /** Which part a token lies in when the ring is cut into 2^depth. */
  static long indexOf(long token, int depth) {
    return depth == 0 ? 0 : token >>> (Long.SIZE - depth);
  }
}
