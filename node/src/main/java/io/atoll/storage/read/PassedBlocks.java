package io.atoll.storage.read;

import io.atoll.storage.table.Block;
import io.atoll.storage.table.BlockDecoder;
import io.atoll.storage.table.Table;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Blocks in a row, read for one who needs each of them once. */
final class PassedBlocks {
  /** What they are handed to: them, or what failed. */
  @FunctionalInterface
  interface Receiver {
    void accept(PassedBlocks blocks, IOException failure);
  }

  private final int first;
  private final MemorySegment payloads;
  private final long[] offsets;

  private PassedBlocks(int first, MemorySegment payloads, long[] offsets) {
    this.first = first;
    this.payloads = payloads;
    this.offsets = offsets;
  }

  /** Reads them; blocking. */
  static PassedBlocks read(BlockDecoder decoder, Table table, int first, int count)
      throws IOException {
    long[] offsets = new long[count + 1];
    for (int i = 0; i < count; i++) {
      offsets[i + 1] = offsets[i] + table.payloadBytes(first + i);
    }
    MemorySegment payloads = Arena.ofAuto().allocate(offsets[count], Long.BYTES);
    for (int i = 0; i < count; i++) {
      decoder.read(table, first + i, payloads, offsets[i]);
    }
    return new PassedBlocks(first, payloads, offsets);
  }

  /** Shows a block; false when it is not among them. */
  boolean show(int number, Block block) {
    int index = number - first;
    if (index < 0 || index >= offsets.length - 1) {
      return false;
    }
    block.wrap(payloads, offsets[index], (int) (offsets[index + 1] - offsets[index]));
    return true;
  }
}
