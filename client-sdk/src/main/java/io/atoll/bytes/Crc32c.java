package io.atoll.bytes;

import java.util.zip.CRC32C;

/** The checksum of all formats: CRC-32C (Castagnoli), as an int. */
public final class Crc32c {
  private Crc32c() {}

  /** The checksum of a part of an array. */
  public static int of(byte[] bytes, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }
}
