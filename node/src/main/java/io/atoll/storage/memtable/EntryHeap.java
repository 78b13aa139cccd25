package io.atoll.storage.memtable;

import io.atoll.storage.table.Keys;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The entries of one memtable, one after the other, off the Java heap. Only ever appended to, so an
 * address holds until {@link #release}: an entry that is written over stays, and its successor
 * leads to it, which is how a scan keeps seeing what was there when it began.
 *
 * <p>An address is the number of a chunk (upper half) and an offset in it. An entry:
 *
 * <pre>
 *  0  long  address of the entry that this one replaced, or NONE
 *  8  int   ordinal: the how-manieth entry of the memtable it is
 * 12  int   bytes of the value, -1: the key was removed
 * 16  int   bytes of the key
 * 20        key, value
 * </pre>
 *
 * <p>Written by one thread; read by that thread, and by others once it is written no more.
 */
final class EntryHeap {
  static final long NONE = -1;
  static final int HEADER_BYTES = 20;

  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;

  private final Chunks chunks;
  private final List<MemorySegment> used = new ArrayList<>();
  private MemorySegment[] byNumber = new MemorySegment[4];
  private MemorySegment current;
  private long currentBase;
  private long currentUsed;
  private long currentLimit;
  private long usedBytes;
  private int appended;

  EntryHeap(Chunks chunks) {
    this.chunks = chunks;
  }

  /** How many entries were appended. */
  int appended() {
    return appended;
  }

  /** Bytes of the chunks in use. */
  long usedBytes() {
    return usedBytes;
  }

  /**
   * Appends an entry.
   *
   * @param value null: the key was removed
   * @param replaced the key's entry so far, or {@link #NONE}
   */
  long append(byte[] key, byte[] value, long replaced) {
    int valueLength = value == null ? -1 : value.length;
    long bytes = (long) HEADER_BYTES + key.length + Math.max(0, valueLength);
    if (currentLimit - currentUsed < bytes) {
      grow(bytes);
    }
    MemorySegment chunk = current;
    long at = currentUsed;
    chunk.set(LONG, at, replaced);
    chunk.set(INT, at + 8, ++appended);
    chunk.set(INT, at + 12, valueLength);
    chunk.set(INT, at + 16, key.length);
    MemorySegment.copy(key, 0, chunk, ValueLayout.JAVA_BYTE, at + HEADER_BYTES, key.length);
    if (valueLength > 0) {
      MemorySegment.copy(
          value, 0, chunk, ValueLayout.JAVA_BYTE, at + HEADER_BYTES + key.length, valueLength);
    }
    currentUsed = at + bytes;
    return currentBase | at;
  }

  MemorySegment segment(long address) {
    return byNumber[(int) (address >>> 32)];
  }

  long replaced(long address) {
    return segment(address).get(LONG, offset(address));
  }

  int ordinal(long address) {
    return segment(address).get(INT, offset(address) + 8);
  }

  int valueLength(long address) {
    return segment(address).get(INT, offset(address) + 12);
  }

  int keyLength(long address) {
    return segment(address).get(INT, offset(address) + 16);
  }

  long keyOffset(long address) {
    return offset(address) + HEADER_BYTES;
  }

  long valueOffset(long address) {
    return keyOffset(address) + keyLength(address);
  }

  /** The key as an array of its own. */
  byte[] key(long address) {
    byte[] key = new byte[keyLength(address)];
    MemorySegment.copy(
        segment(address), ValueLayout.JAVA_BYTE, keyOffset(address), key, 0, key.length);
    return key;
  }

  /** The value as an array of its own; null when the key was removed. */
  byte[] value(long address) {
    int length = valueLength(address);
    if (length < 0) {
      return null;
    }
    byte[] value = new byte[length];
    MemorySegment.copy(
        segment(address), ValueLayout.JAVA_BYTE, valueOffset(address), value, 0, length);
    return value;
  }

  /** Orders an entry's key against another, byte by byte, unsigned. */
  int compareKey(long address, byte[] key) {
    MemorySegment chunk = segment(address);
    long at = keyOffset(address);
    return Keys.compare(chunk, at, chunk.get(INT, at - Integer.BYTES), key);
  }

  /** Gives all memory back; no address holds any more. */
  void release() {
    used.forEach(chunks::give);
    used.clear();
    byNumber = null;
    current = null;
  }

  private static long offset(long address) {
    return address & 0xffff_ffffL;
  }

  private void grow(long bytes) {
    current = chunks.take(bytes);
    int number = used.size();
    used.add(current);
    if (number == byNumber.length) {
      byNumber = Arrays.copyOf(byNumber, number * 2);
    }
    byNumber[number] = current;
    currentBase = (long) number << 32;
    currentUsed = 0;
    currentLimit = current.byteSize();
    usedBytes += currentLimit;
  }
}
