package io.atoll.storage.table;

import static io.atoll.storage.table.Layouts.U16;
import static io.atoll.storage.table.Layouts.U32;
import static io.atoll.storage.table.Layouts.U64;
import static io.atoll.storage.table.Layouts.U8;

import java.lang.foreign.MemorySegment;

/**
 * The payload of a block, seen where it lies. A flyweight of one thread: {@link #wrap} it anew for
 * each block. It trusts what it is given: payloads come from a {@link BlockDecoder}, which has
 * checked them.
 *
 * <p>Tokens lie together as deltas of one width. A delta is read as the eight bytes that end where
 * it ends; they never begin before the payload, because twelve bytes precede the first delta. So
 * the token of any entry is one load, one mask and one addition, and a search touches the head, few
 * lines of the deltas, one offset and one entry.
 */
public final class Block {
  static final int HEAD_BYTES = 12;
  static final int ENTRY_HEAD_BYTES = 3;
  static final int KIND_VALUE = 1;
  static final int KIND_REMOVED = 2;

  private MemorySegment segment = MemorySegment.NULL;
  private long start;
  private long end;
  private long firstToken;
  private long mask;
  private int width;
  private int count;
  private boolean wide;
  private long offsetsAt;

  /**
   * Shows another block.
   *
   * @param segment where its payload lies
   * @param offset where the payload begins there
   * @param payloadBytes its length
   */
  public Block wrap(MemorySegment segment, long offset, int payloadBytes) {
    this.segment = segment;
    start = offset;
    end = offset + payloadBytes;
    int head = segment.get(U32, offset);
    width = head >>> 24;
    wide = (head & 0xff0000) == 0x40000;
    count = head & 0xffff;
    firstToken = segment.get(U64, offset + 4);
    mask = width == 0 ? 0 : -1L >>> (64 - 8 * width);
    offsetsAt = offset + HEAD_BYTES + (long) count * width;
    return this;
  }

  /** Where keys and values lie. */
  public MemorySegment segment() {
    return segment;
  }

  /** How many entries it has; at least one. */
  public int count() {
    return count;
  }

  /** The token of an entry. */
  public long token(int index) {
    // The eight bytes that end where the delta ends: HEAD_BYTES + (index + 1) * width - 8.
    return firstToken + (segment.get(U64, start + 4 + (long) (index + 1) * width) & mask);
  }

  /** Whether an entry says that its key was removed. */
  public boolean isRemoval(int index) {
    return segment.get(U8, entryAt(index)) == KIND_REMOVED;
  }

  /** Where the key of an entry begins in the segment. */
  public long keyOffset(int index) {
    return entryAt(index) + ENTRY_HEAD_BYTES;
  }

  /** Bytes of the key of an entry. */
  public int keyLength(int index) {
    return segment.get(U16, entryAt(index) + 1) & 0xffff;
  }

  /** Where the value of an entry begins in the segment. */
  public long valueOffset(int index) {
    long at = entryAt(index);
    return at + ENTRY_HEAD_BYTES + (segment.get(U16, at + 1) & 0xffff);
  }

  /** Bytes of the value of an entry, or {@link EntryCursor#REMOVED}. */
  public int valueLength(int index) {
    return isRemoval(index) ? EntryCursor.REMOVED : (int) (entryEnd(index) - valueOffset(index));
  }

  /** A copy of an entry's key. */
  public byte[] copyKey(int index) {
    return copy(keyOffset(index), keyLength(index));
  }

  /** A copy of an entry's value; null for a key that was removed. */
  public byte[] copyValue(int index) {
    int length = valueLength(index);
    return length == EntryCursor.REMOVED ? null : copy(valueOffset(index), length);
  }

  /** The entry of a key, or -1. */
  public int find(long token, byte[] key) {
    for (int index = firstWith(token); index < count && token(index) == token; index++) {
      long at = entryAt(index);
      if ((segment.get(U16, at + 1) & 0xffff) == key.length
          && Keys.equal(segment, at + ENTRY_HEAD_BYTES, key)) {
        return index;
      }
    }
    return -1;
  }

  /** The first entry that is not before (token, key); {@link #count} when there is none. */
  public int seek(long token, byte[] key) {
    int index = firstWith(token);
    while (index < count
        && token(index) == token
        && Keys.compare(segment, keyOffset(index), keyLength(index), key) < 0) {
      index++;
    }
    return index;
  }

  /** The first entry whose token is not below a token; {@link #count} when there is none. */
  public int firstWith(long token) {
    if (Long.compareUnsigned(token, firstToken) <= 0) {
      return 0;
    }
    // Deltas compare like tokens, unless the token is beyond what a delta can say.
    long wanted = token - firstToken;
    if (Long.compareUnsigned(wanted, mask) > 0) {
      return count;
    }
    long at = start + 4 + width;
    int low = 0;
    int length = count;
    while (length > 1) {
      int half = length >>> 1;
      long delta = segment.get(U64, at + (long) (low + half - 1) * width) & mask;
      low = Long.compareUnsigned(delta, wanted) < 0 ? low + half : low;
      length -= half;
    }
    long delta = segment.get(U64, at + (long) low * width) & mask;
    return Long.compareUnsigned(delta, wanted) < 0 ? low + 1 : low;
  }

  private long entryAt(int index) {
    return wide
        ? start + segment.get(U32, offsetsAt + 4L * index)
        : start + (segment.get(U16, offsetsAt + 2L * index) & 0xffff);
  }

  private long entryEnd(int index) {
    return index + 1 < count ? entryAt(index + 1) : end;
  }

  private byte[] copy(long offset, int length) {
    byte[] bytes = new byte[length];
    MemorySegment.copy(segment, Layouts.U8, offset, bytes, 0, length);
    return bytes;
  }

  /**
   * Says what is wrong with a payload; null when nothing can make a read of it leave its bounds.
   *
   * @param firstToken that the index names for it
   */
  static String fault(MemorySegment segment, long offset, int payloadBytes, long firstToken) {
    if (payloadBytes < HEAD_BYTES + 2 + ENTRY_HEAD_BYTES) {
      return "its payload is too short";
    }
    int width = segment.get(U8, offset);
    int offsetBytes = segment.get(U8, offset + 1);
    int count = segment.get(U16, offset + 2) & 0xffff;
    if (width < 0 || width > 8 || (offsetBytes != 2 && offsetBytes != 4) || count == 0) {
      return "its payload has no valid head";
    }
    if (segment.get(U64, offset + 4) != firstToken) {
      return "its first token is not what the index says";
    }
    long offsetsAt = offset + HEAD_BYTES + (long) count * width;
    long expected = HEAD_BYTES + (long) count * (width + offsetBytes);
    if (expected > payloadBytes) {
      return "its payload is too short for its entries";
    }
    for (int i = 0; i < count; i++) {
      long at =
          offsetBytes == 4
              ? segment.get(U32, offsetsAt + 4L * i)
              : segment.get(U16, offsetsAt + 2L * i) & 0xffff;
      if (at < expected || (i == 0 && at != expected) || at + ENTRY_HEAD_BYTES > payloadBytes) {
        return "an entry lies outside its payload";
      }
      int kind = segment.get(U8, offset + at);
      if (kind != KIND_VALUE && kind != KIND_REMOVED) {
        return "an entry is of an unknown kind";
      }
      // Checked against the next entry's start, or the end, in the next round.
      expected = at + ENTRY_HEAD_BYTES + (segment.get(U16, offset + at + 1) & 0xffff);
    }
    return expected > payloadBytes ? "an entry lies outside its payload" : null;
  }
}
