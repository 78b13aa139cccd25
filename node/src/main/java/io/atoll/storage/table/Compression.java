package io.atoll.storage.table;

import io.airlift.compress.v3.Compressor;
import io.airlift.compress.v3.lz4.Lz4Compressor;
import io.airlift.compress.v3.zstd.ZstdCompressor;

/** How the payload of a block is stored. */
public enum Compression {
  /** As it is. */
  NONE(0),
  /** The LZ4 block format: fast both ways. */
  LZ4(1),
  /** Zstandard: shorter and slower, for what is seldom read. */
  ZSTD(2);

  final int code;

  Compression(int code) {
    this.code = code;
  }

  /** A compressor of one thread's own; null for {@link #NONE}. */
  Compressor compressor() {
    return switch (this) {
      case NONE -> null;
      case LZ4 -> Lz4Compressor.create();
      case ZSTD -> ZstdCompressor.create();
    };
  }
}
