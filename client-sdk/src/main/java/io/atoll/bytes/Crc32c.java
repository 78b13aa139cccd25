package io.atoll.bytes;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The checksum of all formats, CRC-32C (Castagnoli), as an int. An object of it is for memory that
 * is summed often and is used again; not thread-safe.
 */
public final class Crc32c {
  private final CRC32C crc = new CRC32C();

  /** The checksum of a part of an array. */
  public static int of(byte[] bytes, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }

  /** The checksum of what a buffer has from position to limit, which it then has read. */
  public int of(ByteBuffer bytes) {
    crc.reset();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  /** The checksum of what two buffers have, as if one followed the other; both are then read. */
  public int of(ByteBuffer first, ByteBuffer second) {
    crc.reset();
    crc.update(first);
    crc.update(second);
    return (int) crc.getValue();
  }
}
