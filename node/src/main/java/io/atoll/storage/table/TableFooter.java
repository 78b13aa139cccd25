package io.atoll.storage.table;

import io.atoll.env.NewerFormatException;
import java.nio.ByteBuffer;

/**
 * The last bytes of a table: where its parts lie.
 *
 * @param number names the file
 * @param shard that it belongs to
 * @param keyspaceId of all its entries
 * @param blocksEnd where the blocks end and the filter begins
 * @param filterBytes of the filter, checksum included
 * @param indexBytes of the index, checksum included
 * @param propertiesBytes of the properties, checksum included
 * @param blocks how many there are
 */
record TableFooter(
    long number,
    int shard,
    int keyspaceId,
    long blocksEnd,
    int filterBytes,
    int indexBytes,
    int propertiesBytes,
    int blocks) {
  static final int BYTES = 52;
  static final int CRC_BYTES = 4;
  static final int MAGIC = 0x41545442; // "ATTB"
  static final int VERSION = 1;

  /** Writes it, without the checksum. */
  void write(ByteBuffer out) {
    out.putInt(MAGIC).putInt(VERSION).putLong(number).putInt(shard).putInt(keyspaceId);
    out.putLong(blocksEnd).putInt(filterBytes).putInt(indexBytes).putInt(propertiesBytes);
    out.putInt(blocks);
  }

  /**
   * Reads a footer.
   *
   * @param in {@link #BYTES} of them, direct
   * @param expectedNumber of the table
   * @param sizeBytes of the file
   * @param file for messages
   */
  static TableFooter read(
      ByteBuffer in, PlacedChecksum checksum, long expectedNumber, long sizeBytes, String file)
      throws DamagedTableException, NewerFormatException {
    long at = sizeBytes - BYTES;
    int limit = in.limit();
    if (in.getInt(0) != MAGIC) {
      throw DamagedTableException.whole(file, at, "it does not end as a table does");
    }
    in.limit(BYTES - CRC_BYTES);
    int found = checksum.of(expectedNumber, at, in);
    in.limit(limit);
    if (in.getInt(BYTES - CRC_BYTES) != found) {
      throw DamagedTableException.whole(
          file, at, "the checksum of the footer is wrong, or it is not table " + expectedNumber);
    }
    if (in.getInt(4) > VERSION) {
      throw new NewerFormatException(file, in.getInt(4), VERSION);
    }
    in.position(8);
    TableFooter footer =
        new TableFooter(
            in.getLong(),
            in.getInt(),
            in.getInt(),
            in.getLong(),
            in.getInt(),
            in.getInt(),
            in.getInt(),
            in.getInt());
    if (!footer.fits(at)) {
      throw DamagedTableException.whole(file, at, "the lengths in the footer do not fit the file");
    }
    return footer;
  }

  private boolean fits(long footerAt) {
    return blocksEnd >= 0
        && blocks >= 0
        && filterBytes >= Filter.HEAD_BYTES + CRC_BYTES
        && indexBytes == (long) blocks * BlockIndex.ENTRY_BYTES + CRC_BYTES
        && propertiesBytes == TableProperties.STORED_BYTES + CRC_BYTES
        && blocksEnd <= footerAt
        && blocksEnd + filterBytes + indexBytes + propertiesBytes == footerAt;
  }

  long indexAt() {
    return blocksEnd + filterBytes;
  }

  long propertiesAt() {
    return indexAt() + indexBytes;
  }
}
