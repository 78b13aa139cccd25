package io.atoll.storage.table;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** The checksum of a part of a table, bound to the table and the place in it. One thread's own. */
final class PlacedChecksum {
  private final CRC32C crc = new CRC32C();
  private final ByteBuffer place = ByteBuffer.allocateDirect(16);

  /**
   * The checksum.
   *
   * @param number the table
   * @param offset where the part begins in its file
   * @param bytes of the part, from position to limit; left as they are
   */
  int of(long number, long offset, ByteBuffer bytes) {
    crc.reset();
    crc.update(place.clear().putLong(number).putLong(offset).flip());
    int position = bytes.position();
    crc.update(bytes);
    bytes.position(position);
    return (int) crc.getValue();
  }
}
