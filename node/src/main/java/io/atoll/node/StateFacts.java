package io.atoll.node;

import io.atoll.storage.table.ValueFacts;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Tells the storage engine of the states that it keeps when they were written, and whether they are
 * tombstones, without decoding them: {@code causal/FORMAT.md} is walked through, and values are
 * stepped over. Bytes that are no state have no facts. Any thread.
 */
final class StateFacts implements ValueFacts {
  private static final ValueLayout.OfLong FIXED64 =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private static final byte SIBLINGS_FORMAT = 1;
  private static final byte TOMBSTONE = 0;
  private static final int NUMBERS_PER_ACTOR = 3;
  private static final int NUMBERS_BEFORE_TIMESTAMP = 2;

  @Override
  public long timestamp(MemorySegment segment, long offset, int length) {
    Walk walk = new Walk(segment, offset, length);
    long newest = UNKNOWN;
    for (long versions = walk.versions(); versions > 0 && walk.isSound(); versions--) {
      newest = Math.max(newest, walk.timestamp());
      walk.isTombstone();
    }
    return walk.isSound() ? newest : UNKNOWN;
  }

  @Override
  public boolean isTombstone(MemorySegment segment, long offset, int length) {
    Walk walk = new Walk(segment, offset, length);
    long versions = walk.versions();
    boolean tombstone = versions > 0;
    for (; versions > 0 && walk.isSound(); versions--) {
      walk.timestamp();
      tombstone &= walk.isTombstone();
    }
    return tombstone && walk.isSound();
  }

  /** A walk through one state; beyond its end everything is 0. */
  private static final class Walk {
    private final MemorySegment segment;
    private final long end;
    private long at;
    private boolean sound;

    Walk(MemorySegment segment, long offset, int length) {
      this.segment = segment;
      this.at = offset;
      this.end = offset + length;
      this.sound = true;
    }

    boolean isSound() {
      return sound;
    }

    /** Walks to the first version; how many there are. */
    long versions() {
      if (octet() != SIBLINGS_FORMAT) {
        sound = false;
      }
      for (long actors = number(); actors > 0 && sound; actors--) {
        numbers(NUMBERS_PER_ACTOR);
      }
      return number();
    }

    /** Walks into a version, to its kind. */
    long timestamp() {
      numbers(NUMBERS_BEFORE_TIMESTAMP);
      if (!has(Long.BYTES)) {
        return 0;
      }
      long timestamp = segment.get(FIXED64, at);
      at += Long.BYTES;
      return timestamp;
    }

    /** Walks from the kind of a version to its end. */
    boolean isTombstone() {
      if (octet() == TOMBSTONE) {
        return true;
      }
      step(number());
      step(number());
      return false;
    }

    private void numbers(int count) {
      for (int i = 0; i < count; i++) {
        number();
      }
    }

    private long number() {
      long number = 0;
      for (int shift = 0; shift < Long.SIZE; shift += 7) {
        byte next = octet();
        number |= (long) (next & 0x7f) << shift;
        if (next >= 0) {
          return number;
        }
      }
      sound = false;
      return 0;
    }

    private byte octet() {
      return has(1) ? segment.get(ValueLayout.JAVA_BYTE, at++) : 0;
    }

    private void step(long bytes) {
      if (bytes < 0 || bytes > end - at) {
        sound = false;
      } else {
        at += bytes;
      }
    }

    private boolean has(int bytes) {
      sound &= end - at >= bytes;
      return sound;
    }
  }
}
