package io.atoll.storage.table;

import java.nio.ByteBuffer;

/**
 * Says of most tokens that are not in a table that they are not. Immutable; any thread.
 *
 * <p>It is made of parts, each for a run of at most {@link #PART_TOKENS} tokens in order, because a
 * part must be built from all its tokens at once: so the memory of a writer has a bound, however
 * long the table grows, and building stays within the processor's caches.
 */
public final class Filter {
  /** Tokens in each part but the last. */
  static final int PART_TOKENS = 1 << 18;

  private static final int HEAD_BYTES = 4;

  /** The least that a stored filter has. */
  static final int MIN_BYTES = HEAD_BYTES;

  private final FilterPart[] parts;

  /** The first token of each part, with the highest bit flipped, so that they compare as signed. */
  private final long[] firstTokens;

  Filter(FilterPart[] parts, long[] firstTokens) {
    this.parts = parts;
    this.firstTokens = new long[firstTokens.length];
    for (int i = 0; i < firstTokens.length; i++) {
      this.firstTokens[i] = firstTokens[i] ^ Long.MIN_VALUE;
    }
  }

  /** False only when the token is not in the table. */
  public boolean mayContain(long token) {
    FilterPart[] all = parts;
    return switch (all.length) {
      case 0 -> false;
      case 1 -> all[0].mayContain(token);
      default -> all[partOf(token ^ Long.MIN_VALUE)].mayContain(token);
    };
  }

  private int partOf(long flipped) {
    long[] tokens = firstTokens;
    int low = 0;
    int length = tokens.length;
    while (length > 1) {
      int half = length >>> 1;
      low = tokens[low + half] <= flipped ? low + half : low;
      length -= half;
    }
    return low;
  }

  /** Bytes of memory that it takes. */
  public long memoryBytes() {
    return 64L * (parts.length + 1) + storedBytes();
  }

  /** Bytes of its stored form, the checksum left out. */
  int storedBytes() {
    int bytes = HEAD_BYTES;
    for (FilterPart part : parts) {
      bytes += Long.BYTES + part.storedBytes();
    }
    return bytes;
  }

  void write(ByteBuffer out) {
    out.putInt(parts.length);
    for (int i = 0; i < parts.length; i++) {
      out.putLong(firstTokens[i] ^ Long.MIN_VALUE);
      parts[i].write(out);
    }
  }

  /**
   * Reads a filter.
   *
   * @param in its stored form, without the checksum, which the caller has verified
   * @return null when it is not one
   */
  static Filter read(ByteBuffer in) {
    if (in.remaining() < HEAD_BYTES) {
      return null;
    }
    int count = in.getInt();
    if (count < 0 || count > in.remaining() / (Long.BYTES + FilterPart.HEAD_BYTES)) {
      return null;
    }
    FilterPart[] parts = new FilterPart[count];
    long[] firstTokens = new long[count];
    for (int i = 0; i < count; i++) {
      if (in.remaining() < Long.BYTES) {
        return null;
      }
      firstTokens[i] = in.getLong();
      parts[i] = FilterPart.read(in);
      if (parts[i] == null
          || (i > 0 && Long.compareUnsigned(firstTokens[i - 1], firstTokens[i]) >= 0)) {
        return null;
      }
    }
    return in.hasRemaining() ? null : new Filter(parts, firstTokens);
  }
}
