package io.atoll.storage.table;

/**
 * How a table is written.
 *
 * @param blockBytes the longest payload of a block with more than one entry, before compression
 * @param compression of the blocks
 * @param facts what is known of values
 */
public record TableSettings(int blockBytes, Compression compression, ValueFacts facts) {
  /** Bytes of a block's payload where nothing else is said. */
  public static final int DEFAULT_BLOCK_BYTES = 4096;

  static final int MIN_BLOCK_BYTES = 64;
  static final int MAX_BLOCK_BYTES = 1 << 20;

  public TableSettings {
    if (blockBytes < MIN_BLOCK_BYTES || blockBytes > MAX_BLOCK_BYTES) {
      throw new IllegalArgumentException(
          "blockBytes is %d: it must be from %d to %d"
              .formatted(blockBytes, MIN_BLOCK_BYTES, MAX_BLOCK_BYTES));
    }
  }

  /** Blocks of 4 KiB, LZ4, nothing known of values. */
  public static TableSettings defaults() {
    return new TableSettings(DEFAULT_BLOCK_BYTES, Compression.LZ4, ValueFacts.NONE);
  }

  /** The same with another compression. */
  public TableSettings withCompression(Compression other) {
    return new TableSettings(blockBytes, other, facts);
  }

  /** The same with another length of blocks. */
  public TableSettings withBlockBytes(int other) {
    return new TableSettings(other, compression, facts);
  }

  /** The same with other facts. */
  public TableSettings withFacts(ValueFacts other) {
    return new TableSettings(blockBytes, compression, other);
  }
}
