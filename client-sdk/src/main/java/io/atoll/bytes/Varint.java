package io.atoll.bytes;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Numbers in as many bytes as they need: seven bits a byte, the lowest first, the high bit set on
 * all bytes but the last. 0 to 2^63 - 1 take one to nine bytes, negative numbers ten. A number has
 * one such form, the shortest.
 */
public final class Varint {
  static final int MAX_BYTES = 10;

  private Varint() {}

  /** How many bytes a number takes. */
  public static int sizeBytes(long value) {
    return (Long.SIZE - 1 - Long.numberOfLeadingZeros(value | 1)) / 7 + 1;
  }

  /**
   * Writes a number, for who has an array of the right size.
   *
   * @return the offset after it
   */
  public static int write(long value, byte[] target, int offset) {
    long rest = value;
    int at = offset;
    while ((rest & ~0x7FL) != 0) {
      target[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    target[at++] = (byte) rest;
    return at;
  }

  /**
   * Reads a number of at most 63 bits where it lies; it takes {@link #sizeBytes} of them.
   *
   * @param end of the bytes that may be looked at
   * @return -1 when there is none: it is cut short, too long, or not in its shortest form
   */
  public static long read(MemorySegment segment, long offset, long end) {
    long value = 0;
    int shift = 0;
    for (long at = offset; at < end && shift < Long.SIZE - 1; at++) {
      byte next = segment.get(ValueLayout.JAVA_BYTE, at);
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return next == 0 && shift > 0 ? -1 : value;
      }
      shift += 7;
    }
    return -1;
  }
}
