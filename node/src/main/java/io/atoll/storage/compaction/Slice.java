package io.atoll.storage.compaction;

import io.atoll.storage.manifest.TableMeta;

/**
 * One of 2^depth equal parts of the ring.
 *
 * @param depth 0: all of it
 * @param index from 0
 */
record Slice(int depth, long index) {
  static final Slice RING = new Slice(0, 0);

  long firstToken() {
    return depth == 0 ? 0 : index << (Long.SIZE - depth);
  }

  long lastToken() {
    return depth == 0 ? -1 : firstToken() + (1L << (Long.SIZE - depth)) - 1;
  }

  Slice left() {
    return new Slice(depth + 1, index * 2);
  }

  Slice right() {
    return new Slice(depth + 1, index * 2 + 1);
  }

  boolean contains(TableMeta table) {
    return Long.compareUnsigned(firstToken(), table.firstToken()) <= 0
        && Long.compareUnsigned(lastToken(), table.lastToken()) >= 0;
  }

  /** Which part a token lies in when the ring is cut into 2^depth. */
  static long indexOf(long token, int depth) {
    return depth == 0 ? 0 : token >>> (Long.SIZE - depth);
  }
}
