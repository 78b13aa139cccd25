package io.atoll.storage.table;

import io.atoll.env.Require;

/**
 * How a table is written.
 *
 * @param blockBytes the longest payload of a block with more than one entry, before compression
 * @param compression of the blocks
 * @param facts what is known of values
 */
public record TableSettings(int blockBytes, Compression compression, ValueFacts facts) {
  static final int MIN_BLOCK_BYTES = 64;
  static final int MAX_BLOCK_BYTES = 1 << 20;

  /** Blocks of 4 KiB, LZ4, nothing known of values. */
  public static final TableSettings DEFAULT =
      new TableSettings(4096, Compression.LZ4, ValueFacts.NONE);

  public TableSettings {
    Require.between(MIN_BLOCK_BYTES, MAX_BLOCK_BYTES, "blockBytes", blockBytes);
  }

  /** Whether a table may have been made with such blocks. */
  static boolean isBlockLength(int bytes) {
    return bytes >= MIN_BLOCK_BYTES && bytes <= MAX_BLOCK_BYTES;
  }

  public TableSettings withBlockBytes(int other) {
    return new TableSettings(other, compression, facts);
  }

  public TableSettings withCompression(Compression other) {
    return new TableSettings(blockBytes, other, facts);
  }

  public TableSettings withFacts(ValueFacts other) {
    return new TableSettings(blockBytes, compression, other);
  }
}
