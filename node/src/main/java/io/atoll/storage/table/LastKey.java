package io.atoll.storage.table;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Remembers the entry before, so that a next one can be held against it. */
final class LastKey {
  private MemorySegment key = MemorySegment.NULL;
  private int length;
  private long token;

  long token() {
    return token;
  }

  void set(long token, MemorySegment segment, long offset, int length) {
    this.token = token;
    this.length = length;
    if (key.byteSize() < length) {
      key = Arena.ofAuto().allocate(Math.max(256, length));
    }
    MemorySegment.copy(segment, offset, key, 0, length);
  }

  boolean isBefore(long otherToken, MemorySegment segment, long offset, int otherLength) {
    int order = Long.compareUnsigned(token, otherToken);
    return order < 0
        || (order == 0 && Keys.compare(key, 0, length, segment, offset, otherLength) < 0);
  }
}
