package io.atoll.membership;

import io.atoll.bytes.ByteWriter;
import io.atoll.env.Datagrams;
import io.atoll.env.Invariant;

/** Writes the fields of {@code FORMAT.md} into one reused buffer of a datagram's size. */
final class DatagramWriter {
  /** The largest number on the wire; leaves room to count on without overflow. */
  static final long MAX_NUMBER = 1L << 62;

  /**
   * The largest generation or incarnation that is believed: whoever refutes one takes the next, and
   * must be able to say it.
   */
  static final long MAX_STANDING = MAX_NUMBER / 2;

  static final int MAX_NUMBER_BYTES = 9;

  /** From this version on an update says which versions its subject speaks. */
  static final int VERSIONS_IN_UPDATES = 2;

  /** From this version on a report says in what condition its node is. */
  static final int CONDITION_IN_REPORTS = 3;

  /** A node's storage takes no writes. */
  static final int REFUSES_WRITES = 1;

  private final ByteWriter out = new ByteWriter(Datagrams.MAX_BYTES);
  private final int limit;

  /**
   * @param tagBytes kept free at the end
   */
  DatagramWriter(int tagBytes) {
    limit = Datagrams.MAX_BYTES - tagBytes;
  }

  /** A datagram's size; what is written is in its first bytes. */
  byte[] buffer() {
    return out.array();
  }

  int position() {
    return out.size();
  }

  int remaining() {
    return limit - out.size();
  }

  /** Forgets what was written. */
  void clear() {
    out.clear();
  }

  void putByte(int value) {
    out.writeByte(value);
  }

  void setByte(int at, int value) {
    out.setByte(at, value);
  }

  void putInt(int value) {
    out.writeInt(value);
  }

  void putLong(long value) {
    out.writeLong(value);
  }

  void putNumber(long value) {
    Invariant.check(value >= 0 && value <= MAX_NUMBER, "numbers on the wire are 0 to 2^62");
    out.writeVarint(value);
  }

  void putReport(PeerRecord subject, int version) {
    putNumber(subject.heartbeat);
    putNumber(subject.epoch);
    putNumber(subject.keys);
    putNumber(subject.bytes);
    if (version >= CONDITION_IN_REPORTS) {
      putByte(subject.refusesWrites ? REFUSES_WRITES : 0);
    }
  }
}
