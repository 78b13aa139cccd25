package io.atoll.storage.log;

import io.atoll.env.NewerFormatException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import java.util.zip.CRC32C;

/**
 * The first bytes of a segment. They hold for every version of the format.
 *
 * @param directoryId the data directory that the segment belongs to
 * @param sequence the number of the segment, from 1
 * @param previousEnd how many bytes of the segment before are part of the log: what follows them
 *     was never acknowledged; 0 in segment 1
 */
record SegmentHeader(long directoryId, long sequence, long previousEnd) {
  static final int BYTES = 36;
  static final int MAGIC = 0x41544c47; // "ATLG"
  static final int VERSION = 1;
  static final String DIRECTORY = "log";
  private static final String SUFFIX = ".log";
  private static final int DIGITS = 10;

  static String fileName(long sequence) {
    return DIRECTORY + "/" + "%010d".formatted(sequence) + SUFFIX;
  }

  /** The number in a plain file name; empty when it is no segment's. */
  static OptionalLong sequenceOf(String plainName) {
    if (plainName.length() != DIGITS + SUFFIX.length()
        || !plainName.endsWith(SUFFIX)
        || !plainName.chars().limit(DIGITS).allMatch(c -> c >= '0' && c <= '9')) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(Long.parseLong(plainName.substring(0, DIGITS)));
  }

  ByteBuffer encode() {
    ByteBuffer out = ByteBuffer.allocate(BYTES);
    out.putInt(MAGIC).putInt(VERSION).putLong(directoryId).putLong(sequence).putLong(previousEnd);
    return out.putInt(crc(out.array())).flip();
  }

  /**
   * Reads a header.
   *
   * @param bytes {@link #BYTES} of them
   * @param what the file, for messages
   * @return null when this is no intact header
   */
  static SegmentHeader decode(byte[] bytes, String what) throws NewerFormatException {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (in.getInt() != MAGIC || in.getInt(BYTES - 4) != crc(bytes)) {
      return null;
    }
    int version = in.getInt();
    if (version > VERSION) {
      throw new NewerFormatException(what, version, VERSION);
    }
    return new SegmentHeader(in.getLong(), in.getLong(), in.getLong());
  }

  private static int crc(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, BYTES - 4);
    return (int) crc.getValue();
  }
}
