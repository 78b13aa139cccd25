package io.atoll.storage.table;

import static io.atoll.storage.table.Layouts.U64;
import static io.atoll.storage.table.Layouts.U8;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Compares keys that lie in segments, as unsigned bytes. */
public final class Keys {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private Keys() {}

  /** Whether as many bytes as a key has, from an offset on, are that key. */
  static boolean equal(MemorySegment segment, long offset, byte[] key) {
    int length = key.length;
    if (length >= 8) {
      for (int i = 0; i + 8 <= length; i += 8) {
        if (segment.get(U64, offset + i) != (long) LONGS.get(key, i)) {
          return false;
        }
      }
      // The last eight bytes may overlap what was compared already.
      return segment.get(U64, offset + length - 8) == (long) LONGS.get(key, length - 8);
    }
    for (int i = 0; i < length; i++) {
      if (segment.get(U8, offset + i) != key[i]) {
        return false;
      }
    }
    return true;
  }

  /** Orders a key in a segment against one in an array. */
  public static int compare(MemorySegment segment, long offset, int length, byte[] key) {
    int common = Math.min(length, key.length);
    int i = 0;
    for (; i + 8 <= common; i += 8) {
      int order = Long.compareUnsigned(segment.get(U64, offset + i), (long) LONGS.get(key, i));
      if (order != 0) {
        return order;
      }
    }
    for (; i < common; i++) {
      int order = Byte.compareUnsigned(segment.get(U8, offset + i), key[i]);
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(length, key.length);
  }

  /** Orders the keys of the entries that two cursors stand at. */
  public static int compare(EntryCursor left, EntryCursor right) {
    return compare(
        left.segment(),
        left.keyOffset(),
        left.keyLength(),
        right.segment(),
        right.keyOffset(),
        right.keyLength());
  }

  /** Orders two keys in segments. */
  static int compare(
      MemorySegment left,
      long leftOffset,
      int leftLength,
      MemorySegment right,
      long rightOffset,
      int rightLength) {
    int common = Math.min(leftLength, rightLength);
    int i = 0;
    for (; i + 8 <= common; i += 8) {
      int order =
          Long.compareUnsigned(left.get(U64, leftOffset + i), right.get(U64, rightOffset + i));
      if (order != 0) {
        return order;
      }
    }
    for (; i < common; i++) {
      int order =
          Byte.compareUnsigned(left.get(U8, leftOffset + i), right.get(U8, rightOffset + i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(leftLength, rightLength);
  }
}
