package io.atoll.consensus;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/**
 * Bytes being read, as {@code FORMAT.md} lays them out. Nothing is allocated on the word of a
 * length that the bytes at hand do not bear out; every fault is a {@link MalformedBytesException}.
 */
final class ByteSource {
  static final int MAX_NODE_ID_BYTES = 255;

  /** Above this no epoch or round will ever come, so that sums stay clear of overflow. */
  static final long MAX_COUNT = 1L << 60;

  private final ByteBuffer in;
  private final String what;

  /**
   * @param what is being read, for error messages
   */
  ByteSource(byte[] bytes, String what) {
    this.in = ByteBuffer.wrap(bytes);
    this.what = what;
  }

  int u8(String field) {
    return need(1, field).get() & 0xff;
  }

  int i32(String field) {
    return need(4, field).getInt();
  }

  /** A number from {@code least} up to {@link #MAX_COUNT}. */
  long count(String field, long least) {
    long value = need(8, field).getLong();
    if (value < least || value > MAX_COUNT) {
      throw malformed(field + " is " + value + ", expected " + least + " to " + MAX_COUNT);
    }
    return value;
  }

  byte[] bytes(String field) {
    int length = i32(field);
    if (length < 0 || length > TopologyLogSettings.MAX_VALUE_BYTES) {
      throw malformed(
          "%s is %d bytes long, expected 0 to %d"
              .formatted(field, length, TopologyLogSettings.MAX_VALUE_BYTES));
    }
    byte[] value = new byte[checked(length, field)];
    in.get(value);
    return value;
  }

  Ballot ballot(String field) {
    long round = count(field, 0);
    int length = u8(field);
    ByteBuffer node = in.slice(in.position(), checked(length, field));
    in.position(in.position() + length);
    try {
      return new Ballot(round, UTF_8.newDecoder().decode(node).toString());
    } catch (CharacterCodingException e) {
      throw malformed(field + " holds a node id that is not UTF-8");
    }
  }

  Vote vote(String field) {
    return new Vote(ballot(field), bytes(field));
  }

  boolean flag(String field) {
    int value = u8(field);
    if (value > 1) {
      throw malformed(field + " is " + value + ", expected 0 or 1");
    }
    return value == 1;
  }

  void end() {
    if (in.hasRemaining()) {
      throw malformed(in.remaining() + " bytes too many");
    }
  }

  MalformedBytesException malformed(String why) {
    return new MalformedBytesException(what + ": " + why);
  }

  private ByteBuffer need(int bytes, String field) {
    checked(bytes, field);
    return in;
  }

  private int checked(int bytes, String field) {
    if (in.remaining() < bytes) {
      throw malformed("cut short in " + field);
    }
    return bytes;
  }
}
