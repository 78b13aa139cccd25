package io.atoll.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * Reads a part of an array from front to back, as {@link ByteWriter} wrote it, and trusts none of
 * it: whatever the bytes are, a method answers or throws {@link MalformedBytesException}, and
 * allocates no more than the bytes that are there. Positions count from the beginning of the part.
 * Not thread-safe.
 *
 * <p>Fields are named for the message of the failure only.
 */
public final class ByteReader {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final String NUMBER = "a number";

  private byte[] bytes;
  private int start;
  private int end;
  private int at;

  public ByteReader(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  /** Reads a part of an array. */
  public ByteReader(byte[] bytes, int from, int length) {
    over(bytes, from, length);
  }

  /** Begins anew with a part of an array, which is read in place. */
  public void over(byte[] array, int from, int length) {
    Objects.checkFromIndexSize(from, length, array.length);
    bytes = array;
    start = from;
    at = from;
    end = from + length;
  }

  /** One byte, 0 to 255. */
  public int readByte() {
    return readByte(NUMBER);
  }

  /** One byte, 0 to 255. */
  public int readByte(String field) {
    need(1, field);
    return bytes[at++] & 0xFF;
  }

  /** Two bytes, the higher first: 0 to 65,535. */
  public int readShort(String field) {
    need(Short.BYTES, field);
    int value = (short) SHORT.get(bytes, at) & 0xFFFF;
    at += Short.BYTES;
    return value;
  }

  /** Four bytes, the highest first. */
  public int readInt(String field) {
    need(Integer.BYTES, field);
    int value = (int) INT.get(bytes, at);
    at += Integer.BYTES;
    return value;
  }

  /** Eight bytes, the highest first. */
  public long readLong() {
    return readLong(NUMBER);
  }

  /** Eight bytes, the highest first. */
  public long readLong(String field) {
    need(Long.BYTES, field);
    long value = (long) LONG.get(bytes, at);
    at += Long.BYTES;
    return value;
  }

  /** A varint of 1 to 10 bytes. */
  public long readVarint() {
    return readVarint(NUMBER);
  }

  /** A varint from 0 to a bound. */
  public int readVarint(int max) {
    return (int) readVarint(0, max, NUMBER);
  }

  /**
   * A varint between two bounds.
   *
   * @param min 0 or more
   */
  public long readVarint(long min, long max, String field) {
    int first = at;
    long value = readVarint(field);
    if (value < min || value > max) {
      throw outOfRange(first, value, min, max, field);
    }
    return value;
  }

  private long readVarint(String field) {
    if (at < end && bytes[at] >= 0) {
      return bytes[at++];
    }
    return readLongVarint(field);
  }

  private long readLongVarint(String field) {
    byte[] from = bytes;
    int index = at;
    long value = 0;
    for (int shift = 0; index < end && shift < Long.SIZE; shift += 7) {
      byte next = from[index++];
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        if (next == 0 || (shift == 63 && next > 1)) {
          throw wrongVarint(next, field);
        }
        at = index;
        return value;
      }
    }
    throw endlessVarint(index, field);
  }

  private MalformedBytesException wrongVarint(byte last, String field) {
    return malformed(
        at, field + (last == 0 ? " is not in its shortest form" : " has more than 64 bits"));
  }

  private MalformedBytesException endlessVarint(int limit, String field) {
    if (limit - at == Varint.MAX_BYTES) {
      return malformed(at, field + " has more than 64 bits");
    }
    at = limit;
    return cutShort(1, field);
  }

  /** How many things follow, as a varint; more than there are bytes for are refused. */
  public int readCount(int minBytesEach, String field) {
    int first = at;
    return checkCount(first, readVarint(field), minBytesEach, field);
  }

  /** How many things follow, in four bytes; more than there are bytes for are refused. */
  public int readIntCount(int minBytesEach, String field) {
    int first = at;
    return checkCount(first, Integer.toUnsignedLong(readInt(field)), minBytesEach, field);
  }

  private int checkCount(int first, long count, int minBytesEach, String field) {
    int room = (end - at) / minBytesEach;
    if (count < 0 || count > room) {
      throw malformed(
          first,
          "%s is %s, but the bytes left have room for at most %d"
              .formatted(field, Long.toUnsignedString(count), room));
    }
    return (int) count;
  }

  /** Bytes preceded by their length. */
  public byte[] readBytes() {
    return readBytes("bytes");
  }

  /** Bytes preceded by their length. */
  public byte[] readBytes(String field) {
    return readRaw(readCount(1, field), field);
  }

  /** So many bytes. */
  public byte[] readRaw(int length, String field) {
    need(length, field);
    byte[] value = Arrays.copyOfRange(bytes, at, at + length);
    at += length;
    return value;
  }

  /** A string of UTF-8 preceded by its length. */
  public String readString() {
    return readString("text");
  }

  /** A string of UTF-8 preceded by its length. */
  public String readString(String field) {
    return readString(readCount(1, field), field);
  }

  /** A string of that many bytes of UTF-8. */
  public String readString(int length, String field) {
    need(length, field);
    String value = isAscii(length) ? latin1(length) : utf8(length, field);
    at += length;
    return value;
  }

  private String latin1(int length) {
    return new String(bytes, at, length, StandardCharsets.ISO_8859_1);
  }

  private String utf8(int length, String field) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, at, length))
          .toString();
    } catch (CharacterCodingException notText) {
      throw malformed(at, field + " is not UTF-8");
    }
  }

  private boolean isAscii(int length) {
    int negative = 0;
    for (int i = at; i < at + length; i++) {
      negative |= bytes[i];
    }
    return negative >= 0;
  }

  /** How many bytes are left. */
  public int remaining() {
    return end - at;
  }

  /** Where the next byte lies, for {@link #malformedAt}. */
  public int position() {
    return at - start;
  }

  /** Fails unless everything was read. */
  public void finish() {
    if (at != end) {
      throw malformed(at, (end - at) + " bytes too many");
    }
  }

  /**
   * What to throw for bytes that can be read and are wrong all the same.
   *
   * @param position of the first of them
   */
  public MalformedBytesException malformedAt(int position, String what) {
    return malformed(start + position, what);
  }

  private void need(int count, String field) {
    if (count < 0 || count > end - at) {
      throw cutShort(count, field);
    }
  }

  private MalformedBytesException cutShort(int count, String field) {
    return malformed(
        at, "%s needs %d bytes, but only %d are left".formatted(field, count, end - at));
  }

  private MalformedBytesException outOfRange(
      int index, long value, long min, long max, String field) {
    return malformed(
        index,
        "%s is %s; must be %d to %d".formatted(field, Long.toUnsignedString(value), min, max));
  }

  private MalformedBytesException malformed(int index, String what) {
    return new MalformedBytesException("byte " + (index - start) + ": " + what);
  }
}
