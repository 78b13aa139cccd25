package io.atoll.storage.table;

import static io.atoll.storage.table.Layouts.U16;
import static io.atoll.storage.table.Layouts.U32;
import static io.atoll.storage.table.Layouts.U64;
import static io.atoll.storage.table.Layouts.U8;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Collects the entries of a block. Entries go to where they will be read from; room is left before
 * them for the head, the deltas and the offsets, whose lengths are known only at the end, so that
 * nothing is copied again.
 */
final class BlockBuilder {
  private static final int MAX_ENTRIES = 65_535;
  private static final int WIDE = 65_535;

  private final int blockBytes;
  private final int front;
  private MemorySegment memory;
  private long[] tokens;
  private int[] ends;
  private int count;
  private int entryBytes;
  private long lastKeyAt;
  private int payloadAt;
  private int payloadBytes;

  BlockBuilder(int blockBytes) {
    this.blockBytes = blockBytes;
    int most = Math.min(MAX_ENTRIES, blockBytes / (Block.ENTRY_HEAD_BYTES + 2) + 1);
    front = Block.HEAD_BYTES + 12 * most;
    memory = Arena.ofAuto().allocate(front + 2L * blockBytes);
    tokens = new long[most];
    ends = new int[most];
  }

  int count() {
    return count;
  }

  /** Bytes of the payload if it ended here. */
  int sizeBytes() {
    return count == 0 ? 0 : payloadBytes(count, tokens[count - 1], entryBytes);
  }

  /** Whether an entry may be added to this block. */
  boolean fits(long token, int keyLength, int valueLength) {
    if (count == 0) {
      return true;
    }
    long bytes = (long) entryBytes + Block.ENTRY_HEAD_BYTES + keyLength + valueLength;
    return count < tokens.length
        && bytes <= blockBytes
        && payloadBytes(count + 1, token, (int) bytes) <= blockBytes;
  }

  /** Adds an entry; the caller has asked whether it {@link #fits}, and that it is in order. */
  void add(
      long token,
      MemorySegment source,
      long keyOffset,
      int keyLength,
      long valueOffset,
      int valueLength) {
    int length = Math.max(0, valueLength);
    long at = head(token, keyLength, length, valueLength == EntryCursor.REMOVED);
    MemorySegment.copy(source, keyOffset, memory, at, keyLength);
    MemorySegment.copy(source, valueOffset, memory, at + keyLength, length);
  }

  /** Adds an entry from arrays; value null: removed. */
  void add(long token, byte[] key, byte[] valueOrNull) {
    int length = valueOrNull == null ? 0 : valueOrNull.length;
    long at = head(token, key.length, length, valueOrNull == null);
    MemorySegment.copy(key, 0, memory, U8, at, key.length);
    if (length > 0) {
      MemorySegment.copy(valueOrNull, 0, memory, U8, at + key.length, length);
    }
  }

  private long head(long token, int keyLength, int valueLength, boolean removed) {
    long at = (long) front + entryBytes;
    int bytes = Block.ENTRY_HEAD_BYTES + keyLength + valueLength;
    if (at + bytes > memory.byteSize()) {
      grow(at + bytes);
    }
    memory.set(U8, at, (byte) (removed ? Block.KIND_REMOVED : Block.KIND_VALUE));
    memory.set(U16, at + 1, (short) keyLength);
    tokens[count] = token;
    entryBytes += bytes;
    ends[count++] = entryBytes;
    lastKeyAt = at + Block.ENTRY_HEAD_BYTES;
    return lastKeyAt;
  }

  private void grow(long bytes) {
    MemorySegment larger = Arena.ofAuto().allocate(bytes);
    MemorySegment.copy(memory, front, larger, front, entryBytes);
    memory = larger;
  }

  /** Writes what precedes the entries. Until {@link #clear}, the payload can be read. */
  void finish() {
    int width = width(tokens[count - 1] - tokens[0]);
    payloadBytes = payloadBytes(count, tokens[count - 1], entryBytes);
    int headBytes = payloadBytes - entryBytes;
    payloadAt = front - headBytes;
    int offsetBytes = payloadBytes > WIDE ? 4 : 2;
    long at = (long) payloadAt + Block.HEAD_BYTES;
    if (width > 0) {
      // From the last to the first, so that the upper bytes of each, which are zero, are
      // overwritten
      // by those before it; the first one's are in the head, which comes after.
      for (int i = count - 1; i >= 0; i--) {
        memory.set(U64, at + (long) (i + 1) * width - 8, tokens[i] - tokens[0]);
      }
    }
    memory.set(U32, payloadAt, width << 24 | offsetBytes << 16 | count);
    memory.set(U64, payloadAt + 4, tokens[0]);
    at += (long) count * width;
    int begin = headBytes;
    for (int i = 0; i < count; i++) {
      if (offsetBytes == 4) {
        memory.set(U32, at + 4L * i, begin);
      } else {
        memory.set(U16, at + 2L * i, (short) begin);
      }
      begin = headBytes + ends[i];
    }
  }

  /** Where the key of the last entry lies; its value follows. */
  long lastKeyAt() {
    return lastKeyAt;
  }

  MemorySegment memory() {
    return memory;
  }

  int payloadAt() {
    return payloadAt;
  }

  int payloadBytes() {
    return payloadBytes;
  }

  long firstToken() {
    return tokens[0];
  }

  void clear() {
    count = 0;
    entryBytes = 0;
    if (memory.byteSize() > front + 2L * blockBytes + (1 << 20)) {
      memory = Arena.ofAuto().allocate(front + 2L * blockBytes);
    }
  }

  private int payloadBytes(int entries, long lastToken, int bytesOfEntries) {
    int width = width(lastToken - (count == 0 ? lastToken : tokens[0]));
    int narrow = Block.HEAD_BYTES + entries * (width + 2) + bytesOfEntries;
    return narrow > WIDE ? narrow + 2 * entries : narrow;
  }

  private static int width(long delta) {
    return (71 - Long.numberOfLeadingZeros(delta)) >>> 3;
  }
}
