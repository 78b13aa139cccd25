package io.atoll.storage.table;

import io.atoll.bytes.Crc32c;
import java.nio.ByteBuffer;

/** The checksum of a part of a table, bound to the table and the place in it. One thread's own. */
final class PlacedChecksum {
  private final Crc32c crc = new Crc32c();
  private final ByteBuffer place = ByteBuffer.allocateDirect(16);

  /**
   * The checksum.
   *
   * @param number the table
   * @param offset where the part begins in its file
   * @param bytes of the part, from position to limit; left as they are
   */
  int of(long number, long offset, ByteBuffer bytes) {
    int position = bytes.position();
    int checksum = crc.of(place.clear().putLong(number).putLong(offset).flip(), bytes);
    bytes.position(position);
    return checksum;
  }
}
