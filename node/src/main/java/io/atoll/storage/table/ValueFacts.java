package io.atoll.storage.table;

import java.lang.foreign.MemorySegment;

/**
 * What the layers above know of a value, for the properties of a table. Called on the thread that
 * writes the table, once for each value; must not fail on any bytes.
 */
public interface ValueFacts {
  /** What {@link #timestamp} says of a value that has none. */
  long UNKNOWN = Long.MIN_VALUE;

  /** Knows nothing. */
  ValueFacts NONE =
      new ValueFacts() {
        @Override
        public long timestamp(MemorySegment segment, long offset, int length) {
          return UNKNOWN;
        }

        @Override
        public boolean isTombstone(MemorySegment segment, long offset, int length) {
          return false;
        }
      };

  /** The time of a value in units of the caller, or {@link #UNKNOWN}. */
  long timestamp(MemorySegment segment, long offset, int length);

  /** Whether a value says that its key was deleted. */
  boolean isTombstone(MemorySegment segment, long offset, int length);
}
