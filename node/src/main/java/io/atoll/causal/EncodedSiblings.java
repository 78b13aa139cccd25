package io.atoll.causal;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.Varint;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * What encoded siblings tell without being decoded: {@code FORMAT.md} is walked through where the
 * bytes lie, and values are stepped over. Bytes that are no siblings tell nothing. Any thread.
 */
public final class EncodedSiblings {
  /** The timestamp of bytes that tell none: less than any other. */
  public static final long NO_TIMESTAMP = -1;

  private static final ValueLayout.OfLong FIXED64 =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final int NUMBERS_PER_ACTOR = 3;
  private static final int NUMBERS_BEFORE_TIMESTAMP = 2;

  private EncodedSiblings() {}

  /** The timestamp of the newest version, or {@link #NO_TIMESTAMP}. */
  public static long newestTimestamp(MemorySegment segment, long offset, int length) {
    Walk walk = new Walk(segment, offset, length);
    long newest = NO_TIMESTAMP;
    for (long versions = walk.versions(); versions > 0 && walk.isSound(); versions--) {
      newest = Math.max(newest, walk.timestamp());
      walk.isTombstone();
    }
    return walk.isSound() ? newest : NO_TIMESTAMP;
  }

  /**
   * What {@link Siblings#context} of the whole state would say.
   *
   * @throws io.atoll.bytes.MalformedBytesException where that cannot be read
   */
  public static VersionVector context(byte[] state) {
    ByteReader reader = new ByteReader(state);
    VectorFormat.readVersion(reader, SiblingsFormat.VERSION, "sibling set");
    return VectorFormat.readBody(reader);
  }

  /** Whether there are versions and all of them are tombstones. */
  public static boolean isTombstone(MemorySegment segment, long offset, int length) {
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
      if (octet() != SiblingsFormat.VERSION) {
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
      if (octet() == SiblingsFormat.TOMBSTONE) {
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
      long number = sound ? Varint.read(segment, at, end) : 0;
      if (number < 0) {
        sound = false;
        return 0;
      }
      at += Varint.sizeBytes(number);
      return number;
    }

    private byte octet() {
      return has(1) ? segment.get(ValueLayout.JAVA_BYTE, at++) : 0;
    }

    private void step(long bytes) {
      if (bytes > end - at) {
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
