package io.atoll.storage.compaction;

import io.atoll.storage.table.EntryCursor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/** A cursor over entries in memory. */
final class ListCursor implements EntryCursor {
  /**
   * One entry.
   *
   * @param value null: the key was removed
   */
  record Entry(long token, byte[] key, byte[] value) {}

  private final MemorySegment segment;
  private final long[] tokens;
  private final int[] keyOffsets;
  private final int[] keyLengths;
  private final int[] valueLengths;
  private int place = -1;

  /**
   * @param entries in ascending order
   */
  ListCursor(List<Entry> entries) {
    int count = entries.size();
    tokens = new long[count];
    keyOffsets = new int[count];
    keyLengths = new int[count];
    valueLengths = new int[count];
    int bytes = 0;
    for (Entry entry : entries) {
      bytes += entry.key().length + (entry.value() == null ? 0 : entry.value().length);
    }
    segment = Arena.ofAuto().allocate(Math.max(1, bytes));
    int offset = 0;
    for (int i = 0; i < count; i++) {
      Entry entry = entries.get(i);
      tokens[i] = entry.token();
      keyOffsets[i] = offset;
      keyLengths[i] = entry.key().length;
      valueLengths[i] = entry.value() == null ? REMOVED : entry.value().length;
      offset = put(entry.key(), offset);
      offset = entry.value() == null ? offset : put(entry.value(), offset);
    }
  }

  private int put(byte[] bytes, int offset) {
    MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, offset, bytes.length);
    return offset + bytes.length;
  }

  /** Stands before the first entry again. */
  ListCursor rewind() {
    place = -1;
    return this;
  }

  @Override
  public boolean next() {
    place = Math.min(place + 1, tokens.length);
    return place < tokens.length;
  }

  @Override
  public long token() {
    return tokens[place];
  }

  @Override
  public MemorySegment segment() {
    return segment;
  }

  @Override
  public long keyOffset() {
    return keyOffsets[place];
  }

  @Override
  public int keyLength() {
    return keyLengths[place];
  }

  @Override
  public long valueOffset() {
    return keyOffsets[place] + keyLengths[place];
  }

  @Override
  public int valueLength() {
    return valueLengths[place];
  }
}
