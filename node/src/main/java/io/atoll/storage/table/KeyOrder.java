package io.atoll.storage.table;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** The order of the keys under two cursors, by unsigned bytes, eight at a time. */
public final class KeyOrder {
  private static final ValueLayout.OfLong BIG_ENDIAN =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private KeyOrder() {}

  /** Negative, 0 or positive, as the left key is below, equal to or above the right one. */
  public static int compare(EntryCursor left, EntryCursor right) {
    MemorySegment leftSegment = left.segment();
    MemorySegment rightSegment = right.segment();
    long leftOffset = left.keyOffset();
    long rightOffset = right.keyOffset();
    int leftLength = left.keyLength();
    int rightLength = right.keyLength();
    int common = Math.min(leftLength, rightLength);
    int i = 0;
    for (; i + 8 <= common; i += 8) {
      long leftWord = leftSegment.get(BIG_ENDIAN, leftOffset + i);
      long rightWord = rightSegment.get(BIG_ENDIAN, rightOffset + i);
      if (leftWord != rightWord) {
        return Long.compareUnsigned(leftWord, rightWord);
      }
    }
    for (; i < common; i++) {
      int leftByte = leftSegment.get(ValueLayout.JAVA_BYTE, leftOffset + i) & 0xff;
      int rightByte = rightSegment.get(ValueLayout.JAVA_BYTE, rightOffset + i) & 0xff;
      if (leftByte != rightByte) {
        return leftByte - rightByte;
      }
    }
    return Integer.compare(leftLength, rightLength);
  }
}
