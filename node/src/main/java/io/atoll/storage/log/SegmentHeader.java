package io.atoll.storage.log;

import io.atoll.bytes.Crc32c;
import io.atoll.env.NewerFormatException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;

/**
 * The first bytes of a segment. Their layout holds for every version of the format from 2 on.
 *
 * @param version of the entries behind it
 * @param directoryId the data directory that the segment belongs to
 * @param sequence the number of the segment, from 1
 * @param previousEnd how many bytes of the segment before are part of the log: what follows them is
 *     no part of it, whatever it looks like; 0 in segment 1
 * @param oldEnd how long the file was when it was taken from an older life; 0 in a new file
 */
record SegmentHeader(int version, long directoryId, long sequence, long previousEnd, long oldEnd) {
  static final int BYTES = 44;
  static final int MAGIC = 0x41544c47; // "ATLG"

  /** The newest, whose entries may have weights. */
  static final int WEIGHED = 3;

  /** Without weights: what a log is written in whose shards nobody listens to. */
  static final int PLAIN = 2;

  static final int BYTES_OF_VERSION_1 = 36;
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

  /** Whether bytes are the header of a log in version 1, which was never released. */
  static boolean isOfVersion1(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    return in.getInt() == MAGIC && in.getInt() == 1 && isIntact(in, BYTES_OF_VERSION_1);
  }

  ByteBuffer encode() {
    ByteBuffer out = ByteBuffer.allocate(BYTES);
    out.putInt(MAGIC).putInt(version).putLong(directoryId).putLong(sequence).putLong(previousEnd);
    out.putLong(oldEnd);
    return out.putInt(Crc32c.of(out.array(), 0, out.position())).flip();
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
    if (in.getInt() != MAGIC) {
      return null;
    }
    int version = in.getInt();
    if (!isIntact(in, BYTES)) {
      return null;
    }
    if (version > WEIGHED) {
      throw new NewerFormatException(what, version, WEIGHED);
    }
    return new SegmentHeader(version, in.getLong(), in.getLong(), in.getLong(), in.getLong());
  }

  private static boolean isIntact(ByteBuffer header, int length) {
    return header.getInt(length - 4) == Crc32c.of(header.array(), 0, length - 4);
  }
}
