package io.atoll.membership;

import io.atoll.env.Datagrams;
import io.atoll.env.Invariant;

/** Writes the fields of {@code FORMAT.md} into one reused buffer of a datagram's size. */
final class DatagramWriter {
  /** The largest number on the wire; leaves room to count on without overflow. */
  static final long MAX_NUMBER = 1L << 62;

  static final int MAX_NUMBER_BYTES = 9;

  /** From this version on an update says which versions its subject speaks. */
  static final int VERSIONS_IN_UPDATES = 2;

  private final byte[] buffer = new byte[Datagrams.MAX_BYTES];
  private final int limit;
  private int position;

  /**
   * @param tagBytes kept free at the end
   */
  DatagramWriter(int tagBytes) {
    limit = buffer.length - tagBytes;
  }

  byte[] buffer() {
    return buffer;
  }

  int position() {
    return position;
  }

  int remaining() {
    return limit - position;
  }

  /** Goes back to a position, forgetting what was written behind it. */
  void rewind(int to) {
    position = to;
  }

  void putByte(int value) {
    buffer[position++] = (byte) value;
  }

  void setByte(int at, int value) {
    buffer[at] = (byte) value;
  }

  void putInt(int value) {
    for (int shift = 24; shift >= 0; shift -= 8) {
      buffer[position++] = (byte) (value >>> shift);
    }
  }

  void putLong(long value) {
    for (int shift = 56; shift >= 0; shift -= 8) {
      buffer[position++] = (byte) (value >>> shift);
    }
  }

  /** Seven bits a byte, lowest first, the high bit says that more follow. */
  void putNumber(long value) {
    Invariant.check(value >= 0 && value <= MAX_NUMBER, "numbers on the wire are 0 to 2^62");
    long rest = value;
    while (rest > 0x7F) {
      buffer[position++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    buffer[position++] = (byte) rest;
  }

  void putReport(long heartbeat, long epoch, long keys, long bytes) {
    putNumber(heartbeat);
    putNumber(epoch);
    putNumber(keys);
    putNumber(bytes);
  }
}
