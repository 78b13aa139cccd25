package io.atoll.node;

import io.atoll.causal.EncodedSiblings;
import io.atoll.storage.table.ValueFacts;
import java.lang.foreign.MemorySegment;

/** Tells the storage engine what causality knows of the values that it keeps. Any thread. */
final class StateFacts implements ValueFacts {
  @Override
  public long timestamp(MemorySegment segment, long offset, int length) {
    long newest = EncodedSiblings.newestTimestamp(segment, offset, length);
    return newest == EncodedSiblings.NO_TIMESTAMP ? UNKNOWN : newest;
  }

  @Override
  public boolean isTombstone(MemorySegment segment, long offset, int length) {
    return EncodedSiblings.isTombstone(segment, offset, length);
  }
}
