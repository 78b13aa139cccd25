package io.atoll.storage.table;

import io.airlift.compress.v3.Decompressor;
import io.airlift.compress.v3.lz4.Lz4Decompressor;
import io.airlift.compress.v3.zstd.ZstdDecompressor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * Reads blocks of any tables: bytes from the file, checksum, decompression, check of what came out.
 * Holds the memory that this needs, so each thread has its own.
 *
 * <p>A payload that this has accepted can be read by a {@link Block} without leaving its bounds.
 */
public final class BlockDecoder {
  static final int HEAD_BYTES = 12;
  static final int MAX_KEY_BYTES = 65_535;

  /** The longest value of an entry. */
  public static final int MAX_VALUE_BYTES = 64 << 20;

  /** A block with one entry of the longest key and value. */
  static final int MAX_PAYLOAD_BYTES =
      Block.HEAD_BYTES + 12 + Block.ENTRY_HEAD_BYTES + MAX_KEY_BYTES + MAX_VALUE_BYTES;

  static final int LENGTH_BITS = 28;

  /** Longer scratch memory is not kept. */
  private static final int KEPT_BYTES = 1 << 20;

  private final PlacedChecksum checksum = new PlacedChecksum();
  private final Decompressor lz4 = Lz4Decompressor.create();
  private Decompressor zstd;
  private MemorySegment stored = MemorySegment.NULL;
  private ByteBuffer storedBytes = ByteBuffer.allocate(0);

  /**
   * Reads a block, waiting for the device where needed.
   *
   * @param target native memory for {@link Table#payloadBytes} bytes from {@code offset} on; holds
   *     anything after a failure
   * @return the length of the payload
   * @throws DamagedTableException when the block is not what was written
   */
  public int read(Table table, int block, MemorySegment target, long offset) throws IOException {
    ByteBuffer bytes = scratch(table.storedBytes(block));
    int read = table.file().read(bytes, table.storedOffset(block));
    if (read < table.storedBytes(block)) {
      throw table.damage(block, "the file ends within the block");
    }
    return decode(table, block, stored, storedBytes, 0, target, offset);
  }

  /**
   * Reads a block like {@link #read} if no wait for a device is needed: for loops.
   *
   * @return false, with the target unchanged, when it would have to wait
   */
  public boolean readNow(Table table, int block, MemorySegment target, long offset)
      throws IOException {
    ByteBuffer bytes = scratch(table.storedBytes(block));
    if (table.file().readNow(bytes, table.storedOffset(block)) < table.storedBytes(block)) {
      return false;
    }
    decode(table, block, stored, storedBytes, 0, target, offset);
    return true;
  }

  /**
   * Decodes a block.
   *
   * @param stored where the stored block lies
   * @param storedBytes the same memory
   * @param at where it begins in both
   * @return the length of the payload
   */
  int decode(
      Table table,
      int block,
      MemorySegment stored,
      ByteBuffer storedBytes,
      int at,
      MemorySegment target,
      long offset)
      throws IOException {
    int length = table.storedBytes(block);
    int payload = table.payloadBytes(block);
    storedBytes.limit(at + length).position(at + 4);
    int found = checksum.of(table.number(), table.storedOffset(block), storedBytes);
    if (storedBytes.getInt(at) != found) {
      throw table.damage(block, "the checksum of the block is wrong");
    }
    int kindAndPayload = storedBytes.getInt(at + 4);
    if ((kindAndPayload & ((1 << LENGTH_BITS) - 1)) != payload
        || storedBytes.getInt(at + 8) != length - HEAD_BYTES) {
      throw table.damage(block, "the block's lengths are not those of the index");
    }
    int from = at + HEAD_BYTES;
    int bytes = length - HEAD_BYTES;
    switch (kindAndPayload >>> LENGTH_BITS) {
      case 0 -> {
        if (bytes != payload) {
          throw table.damage(block, "the block's lengths differ");
        }
        MemorySegment.copy(stored, from, target, offset, payload);
      }
      case 1 -> decompress(lz4, table, block, stored.asSlice(from, bytes), target, offset);
      case 2 -> decompress(zstd(), table, block, stored.asSlice(from, bytes), target, offset);
      default -> throw table.damage(block, "the block's compression is unknown");
    }
    String fault = Block.fault(target, offset, payload, table.firstToken(block));
    if (fault != null) {
      throw table.damage(block, fault);
    }
    return payload;
  }

  private static void decompress(
      Decompressor decompressor,
      Table table,
      int block,
      MemorySegment source,
      MemorySegment target,
      long offset)
      throws DamagedTableException {
    int payload = table.payloadBytes(block);
    int length;
    try {
      length = decompressor.decompress(source, target.asSlice(offset, payload));
    } catch (RuntimeException e) {
      // Libraries say by various exceptions that input is malformed.
      throw table.damage(block, "the block cannot be decompressed: " + e.getMessage());
    }
    if (length != payload) {
      throw table.damage(block, "the block decompresses to another length");
    }
  }

  private Decompressor zstd() {
    if (zstd == null) {
      zstd = ZstdDecompressor.create();
    }
    return zstd;
  }

  private ByteBuffer scratch(int bytes) {
    if (storedBytes.capacity() < bytes || storedBytes.capacity() > Math.max(bytes, KEPT_BYTES)) {
      stored = Arena.ofAuto().allocate(Math.max(bytes, 16 << 10));
      storedBytes = stored.asByteBuffer();
    }
    return storedBytes.clear().limit(bytes);
  }
}
