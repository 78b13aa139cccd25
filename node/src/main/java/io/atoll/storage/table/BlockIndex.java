package io.atoll.storage.table;

import java.nio.ByteBuffer;

/**
 * Where the blocks of a table lie, in memory. Immutable; any thread.
 *
 * <p>Tokens are hashes, so instead of a tree there is a guide: the space from the first block's
 * token to the last one's is cut into equal buckets, two to four for each block, and the guide says
 * where the blocks of each bucket begin. A search is one subtraction, one shift, two neighbouring
 * loads, and a binary search among the blocks of one bucket. A shard's tokens are uniform only
 * within its arcs; with one arc in eight its own there are about three blocks in a bucket that is
 * not empty. Whatever the tokens are, it is never worse than a binary search of all blocks.
 */
final class BlockIndex {
  static final int ENTRY_BYTES = 16;
  private static final int MAX_GUIDE_BITS = 24;

  private final long[] firstTokens;
  private final long[] offsets;
  private final int[] payloads;
  private final int[] guide;
  private final int shift;

  private BlockIndex(long[] firstTokens, long[] offsets, int[] payloads) {
    this.firstTokens = firstTokens;
    this.offsets = offsets;
    this.payloads = payloads;
    int blocks = firstTokens.length;
    if (blocks == 0) {
      guide = new int[1];
      shift = 0;
      return;
    }
    long range = firstTokens[blocks - 1] - firstTokens[0];
    int bits = Math.min(MAX_GUIDE_BITS, 33 - Integer.numberOfLeadingZeros(blocks));
    shift = Math.max(0, 64 - Long.numberOfLeadingZeros(range) - bits);
    // A shift of 64 does not exist in Java, and is not reached: bits is at least two.
    int buckets = (int) (range >>> shift) + 1;
    guide = new int[buckets + 1];
    int block = 0;
    for (int bucket = 0; bucket < buckets; bucket++) {
      while (block < blocks && (firstTokens[block] - firstTokens[0]) >>> shift < bucket) {
        block++;
      }
      guide[bucket] = block;
    }
    guide[buckets] = blocks;
  }

  int blocks() {
    return firstTokens.length;
  }

  long firstToken(int block) {
    return firstTokens[block];
  }

  long offset(int block) {
    return offsets[block];
  }

  int storedBytes(int block) {
    return (int) (offsets[block + 1] - offsets[block]);
  }

  int payloadBytes(int block) {
    return payloads[block] & Integer.MAX_VALUE;
  }

  /** The first block that may hold a token, or -1 when the token is below all of them. */
  int blockOf(long token) {
    int block = firstNotBelow(token);
    if (block < firstTokens.length && firstTokens[block] == token && payloads[block] >= 0) {
      return block;
    }
    return block - 1;
  }

  /** The first block whose first token is not below a token; the number of blocks when none is. */
  private int firstNotBelow(long token) {
    long[] tokens = firstTokens;
    if (tokens.length == 0 || Long.compareUnsigned(token, tokens[0]) <= 0) {
      return 0;
    }
    long distance = token - tokens[0];
    long bucket = distance >>> shift;
    if (Long.compareUnsigned(bucket, guide.length - 2) > 0) {
      return tokens.length;
    }
    int low = guide[(int) bucket];
    int high = guide[(int) bucket + 1];
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(tokens[middle], token) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * How many blocks lie before a token, in fractions: within a block its tokens are taken for
   * uniform.
   *
   * @param lastToken of the table
   */
  double position(long token, long lastToken) {
    int block = blockOf(token);
    if (block < 0) {
      return 0;
    }
    long from = firstTokens[block];
    long to = block + 1 < firstTokens.length ? firstTokens[block + 1] : lastToken;
    double width = unsigned(to - from) + 1;
    return block + Math.min(1, unsigned(token - from) / width);
  }

  private static double unsigned(long value) {
    return (value >>> 1) * 2.0 + (value & 1);
  }

  long memoryBytes() {
    return 8L * firstTokens.length + 8L * offsets.length + 4L * payloads.length + 4L * guide.length;
  }

  /** Collects the entries of an index. */
  static final class Builder {
    private ByteBuffer entries = ByteBuffer.allocate(64 * ENTRY_BYTES);

    void add(long firstToken, int storedBytes, int payloadBytes, boolean continues) {
      if (entries.remaining() < ENTRY_BYTES) {
        entries = ByteBuffer.allocate(2 * entries.capacity()).put(entries.flip());
      }
      entries.putLong(firstToken).putInt(storedBytes);
      entries.putInt(continues ? payloadBytes | Integer.MIN_VALUE : payloadBytes);
    }

    int blocks() {
      return entries.position() / ENTRY_BYTES;
    }

    int storedBytes() {
      return entries.position();
    }

    void write(ByteBuffer out) {
      out.put(entries.duplicate().flip());
    }
  }

  /** Whether all blocks may lie between the first and the last token of a table. */
  boolean lies(long firstToken, long lastToken) {
    return blocks() == 0
        || (firstTokens[0] == firstToken
            && Long.compareUnsigned(firstTokens[blocks() - 1], lastToken) <= 0);
  }

  /**
   * Reads an index.
   *
   * @param in its stored form, without the checksum, which the caller has verified
   * @param blocksEnd where the blocks end
   * @return null when it is not one
   */
  static BlockIndex read(ByteBuffer in, long blocksEnd) {
    int blocks = in.remaining() / ENTRY_BYTES;
    long[] firstTokens = new long[blocks];
    long[] offsets = new long[blocks + 1];
    int[] payloads = new int[blocks];
    for (int block = 0; block < blocks; block++) {
      firstTokens[block] = in.getLong();
      int stored = in.getInt();
      payloads[block] = in.getInt();
      int payload = payloads[block] & Integer.MAX_VALUE;
      boolean ordered =
          block == 0 || Long.compareUnsigned(firstTokens[block - 1], firstTokens[block]) <= 0;
      if (!ordered
          || stored <= BlockDecoder.HEAD_BYTES
          || stored - BlockDecoder.HEAD_BYTES > payload
          || payload > BlockDecoder.MAX_PAYLOAD_BYTES) {
        return null;
      }
      offsets[block + 1] = offsets[block] + stored;
    }
    return offsets[blocks] == blocksEnd ? new BlockIndex(firstTokens, offsets, payloads) : null;
  }
}
