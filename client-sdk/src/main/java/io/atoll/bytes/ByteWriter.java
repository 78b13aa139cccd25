package io.atoll.bytes;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Builds one message: big-endian integers, varints (seven bits a byte, low ones first), and bytes
 * and strings behind their length as a varint. Not thread-safe.
 */
public final class ByteWriter {
  private byte[] bytes;
  private int size;

  /**
   * @param expectedBytes room to begin with
   */
  public ByteWriter(int expectedBytes) {
    bytes = new byte[Math.max(16, expectedBytes)];
  }

  /** Writes one byte, the lowest eight bits. */
  public ByteWriter writeByte(int value) {
    room(1);
    bytes[size++] = (byte) value;
    return this;
  }

  /** Writes eight bytes, the highest first. */
  public ByteWriter writeLong(long value) {
    room(Long.BYTES);
    for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      bytes[size++] = (byte) (value >>> shift);
    }
    return this;
  }

  /** Writes 1 to 10 bytes; negative values take 10. */
  public ByteWriter writeVarint(long value) {
    room(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
    return this;
  }

  /** Writes bytes behind their length. */
  public ByteWriter writeBytes(byte[] value) {
    writeVarint(value.length);
    room(value.length);
    System.arraycopy(value, 0, bytes, size, value.length);
    size += value.length;
    return this;
  }

  /** Writes a string as UTF-8 behind its length in bytes. */
  public ByteWriter writeString(String value) {
    int length = value.length();
    room(10 + length);
    int before = size;
    writeVarint(length);
    for (int i = 0; i < length; i++) {
      char character = value.charAt(i);
      if (character >= 0x80) {
        size = before;
        return writeBytes(value.getBytes(StandardCharsets.UTF_8));
      }
      bytes[size++] = (byte) character;
    }
    return this;
  }

  /** Writes bytes as they are, without their length. */
  public ByteWriter writeRaw(byte[] value) {
    room(value.length);
    System.arraycopy(value, 0, bytes, size, value.length);
    size += value.length;
    return this;
  }

  /** Writes a part of an array behind its length. */
  public ByteWriter writeBytes(byte[] value, int from, int length) {
    writeVarint(length);
    room(length);
    System.arraycopy(value, from, bytes, size, length);
    size += length;
    return this;
  }

  /**
   * Leaves room for the length of a frame, which {@link #endFrame} fills in.
   *
   * @return what to hand to {@link #endFrame}
   */
  public int beginFrame() {
    room(Integer.BYTES);
    size += Integer.BYTES;
    return size;
  }

  /** Ends the frame that {@link #beginFrame} began: its length becomes known. */
  public void endFrame(int begun) {
    int length = size - begun;
    for (int i = 1; i <= Integer.BYTES; i++) {
      bytes[begun - i] = (byte) (length >>> Byte.SIZE * (i - 1));
    }
  }

  /** Takes back everything behind a size, such as a frame that turned out too long. */
  public void truncate(int toSize) {
    size = Math.min(size, toSize);
  }

  /** Forgets what was written and keeps the room. */
  public void clear() {
    size = 0;
  }

  /** How many bytes were written. */
  public int size() {
    return size;
  }

  /** The array that is written to, valid up to {@link #size} and until the next write. */
  public byte[] array() {
    return bytes;
  }

  /** A copy of what was written. */
  public byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  private void room(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
