package io.atoll.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Builds bytes: big-endian integers, varints, and bytes and strings preceded by their length as a
 * varint. The array grows as it must, and never when the room asked for at first was enough. Not
 * thread-safe.
 */
public final class ByteWriter {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final byte[] NO_BYTES = {};
  private static final int MIN_GROWN_BYTES = 16;

  private byte[] bytes;
  private int size;

  /**
   * @param expectedBytes room to begin with
   */
  public ByteWriter(int expectedBytes) {
    bytes = expectedBytes == 0 ? NO_BYTES : new byte[expectedBytes];
  }

  /** Writes one byte, the lowest eight bits. */
  public ByteWriter writeByte(int value) {
    room(1);
    bytes[size++] = (byte) value;
    return this;
  }

  /** Writes two bytes, the lowest sixteen bits, the higher byte first. */
  public ByteWriter writeShort(int value) {
    room(Short.BYTES);
    SHORT.set(bytes, size, (short) value);
    size += Short.BYTES;
    return this;
  }

  /** Writes four bytes, the highest first. */
  public ByteWriter writeInt(int value) {
    room(Integer.BYTES);
    INT.set(bytes, size, value);
    size += Integer.BYTES;
    return this;
  }

  /** Writes eight bytes, the highest first. */
  public ByteWriter writeLong(long value) {
    room(Long.BYTES);
    LONG.set(bytes, size, value);
    size += Long.BYTES;
    return this;
  }

  /** Writes 1 to 10 bytes; negative values take 10. */
  public ByteWriter writeVarint(long value) {
    if ((value & ~0x7FL) == 0) {
      return writeByte((int) value);
    }
    if (bytes.length - size < Varint.MAX_BYTES) {
      room(Varint.sizeBytes(value));
    }
    size = Varint.write(value, bytes, size);
    return this;
  }

  /** Writes bytes, preceded by their length. */
  public ByteWriter writeBytes(byte[] value) {
    return writeBytes(value, 0, value.length);
  }

  /** Writes a part of an array, preceded by its length. */
  public ByteWriter writeBytes(byte[] value, int from, int length) {
    return writeVarint(length).writeRaw(value, from, length);
  }

  /** Writes a string as UTF-8, preceded by its length in bytes. */
  public ByteWriter writeString(String value) {
    int length = value.length();
    int before = size;
    writeVarint(length);
    room(length);
    byte[] target = bytes;
    int at = size;
    for (int i = 0; i < length; i++) {
      char character = value.charAt(i);
      if (character >= 0x80) {
        size = before;
        return writeBytes(value.getBytes(StandardCharsets.UTF_8));
      }
      target[at + i] = (byte) character;
    }
    size = at + length;
    return this;
  }

  /** Writes bytes as they are, without their length. */
  public ByteWriter writeRaw(byte[] value) {
    return writeRaw(value, 0, value.length);
  }

  /** Writes a part of an array as it is, without its length. */
  public ByteWriter writeRaw(byte[] value, int from, int length) {
    room(length);
    System.arraycopy(value, from, bytes, size, length);
    size += length;
    return this;
  }

  /** Changes a byte that was written. */
  public void setByte(int at, int value) {
    bytes[at] = (byte) value;
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
    INT.set(bytes, begun - Integer.BYTES, size - begun);
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

  /**
   * Hands over what was written and begins anew without room. Where the room was exactly enough it
   * is not copied.
   */
  public byte[] take() {
    byte[] taken = size == bytes.length ? bytes : toBytes();
    bytes = NO_BYTES;
    size = 0;
    return taken;
  }

  private void room(int more) {
    if (bytes.length - size < more) {
      grow(more);
    }
  }

  private void grow(int more) {
    int needed = Math.max(Math.addExact(size, more), MIN_GROWN_BYTES);
    bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length * 2));
  }
}
