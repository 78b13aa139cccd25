package io.atoll.bytes;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Takes a message of {@link ByteWriter} apart. Every read checks that it stays inside; a length is
 * believed only when so many bytes are there. Not thread-safe.
 */
public final class ByteReader {
  private byte[] bytes;
  private int end;
  private int at;

  public ByteReader(byte[] bytes) {
    over(bytes, 0, bytes.length);
  }

  /** Begins anew with a part of an array, which is read in place. */
  public void over(byte[] array, int from, int length) {
    bytes = array;
    at = from;
    end = from + length;
  }

  /** One byte, 0 to 255. */
  public int readByte() {
    need(1);
    return bytes[at++] & 0xFF;
  }

  /** Eight bytes, the highest first. */
  public long readLong() {
    need(Long.BYTES);
    long value = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      value = (value << Byte.SIZE) | (bytes[at++] & 0xFF);
    }
    return value;
  }

  /** A varint of 1 to 10 bytes. */
  public long readVarint() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      int next = readByte();
      value |= (long) (next & 0x7F) << shift;
      if (next < 0x80) {
        if ((shift == 63 && next > 1) || (next == 0 && shift > 0)) {
          throw new MalformedBytesException("a number is written too long at byte " + (at - 1));
        }
        return value;
      }
    }
    throw new MalformedBytesException("a number does not end at byte " + at);
  }

  /** A varint from 0 to a bound. */
  public int readVarint(int max) {
    long value = readVarint();
    if (value < 0 || value > max) {
      throw new MalformedBytesException(
          "the number before byte %d is %s: 0 to %d is possible"
              .formatted(at, Long.toUnsignedString(value), max));
    }
    return (int) value;
  }

  /** Bytes behind their length. */
  public byte[] readBytes() {
    int length = readVarint(end - at);
    need(length);
    byte[] value = Arrays.copyOfRange(bytes, at, at + length);
    at += length;
    return value;
  }

  /** A string of UTF-8 behind its length. */
  public String readString() {
    int length = readVarint(end - at);
    need(length);
    if (isAscii(length)) {
      String value = new String(bytes, at, length, StandardCharsets.ISO_8859_1);
      at += length;
      return value;
    }
    try {
      String value =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, at, length)).toString();
      at += length;
      return value;
    } catch (CharacterCodingException notText) {
      throw new MalformedBytesException("the text at byte " + at + " is no UTF-8");
    }
  }

  /** How many bytes are left. */
  public int remaining() {
    return end - at;
  }

  /** Fails unless everything was read. */
  public void finish() {
    if (at != end) {
      throw new MalformedBytesException(
          "%d bytes are left over behind byte %d".formatted(end - at, at));
    }
  }

  private boolean isAscii(int length) {
    int negative = 0;
    for (int i = at; i < at + length; i++) {
      negative |= bytes[i];
    }
    return negative >= 0;
  }

  private void need(int count) {
    if (end - at < count) {
      throw new MalformedBytesException(
          "the message ends at byte %d and %d more are needed".formatted(end, count - (end - at)));
    }
  }
}
