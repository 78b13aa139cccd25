package io.atoll.causal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * Reads a part of an array from front to back and trusts none of it: whatever the bytes are, a
 * method answers or throws {@link MalformedContextException}, and allocates no more than the bytes
 * that are there.
 */
final class ByteReader {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final byte[] bytes;
  private final int start;
  private final int end;
  private int at;

  ByteReader(byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    this.bytes = bytes;
    this.start = offset;
    this.end = offset + length;
    this.at = offset;
  }

  int oneByte(String field) {
    need(1, field);
    return bytes[at++] & 0xff;
  }

  /** A number between two bounds, in its shortest form. */
  long varint(long min, long max, String field) {
    int first = at;
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      int next = oneByte(field);
      value |= (long) (next & 0x7f) << shift;
      if (next < 0x80) {
        if (next == 0 && shift > 0) {
          throw malformed(first, field + " is not in its shortest form");
        }
        break;
      }
      if (shift == 56) {
        throw malformed(first, field + " has more than 63 bits");
      }
    }
    if (value < min || value > max) {
      throw malformed(
          first, field + " is " + value + "; it must be between " + min + " and " + max);
    }
    return value;
  }

  /** How many things follow, each of at least so many bytes; more than can be there is refused. */
  int count(int minBytesEach, String field) {
    int first = at;
    long count = varint(0, Integer.MAX_VALUE, field);
    int room = (end - at) / minBytesEach;
    if (count > room) {
      throw malformed(
          first, field + " is " + count + ", but the bytes left have room for at most " + room);
    }
    return (int) count;
  }

  /** Eight bytes, highest first, 0 or more. */
  long fixed63(String field) {
    need(Long.BYTES, field);
    long value = (long) LONG.get(bytes, at);
    if (value < 0) {
      throw malformed(at, field + " has more than 63 bits");
    }
    at += Long.BYTES;
    return value;
  }

  byte[] copy(int length, String field) {
    need(length, field);
    byte[] copy = Arrays.copyOfRange(bytes, at, at + length);
    at += length;
    return copy;
  }

  String printableAscii(int length, String field) {
    need(length, field);
    for (int i = at; i < at + length; i++) {
      if (!Version.isPrintableAscii(bytes[i])) {
        throw malformed(i, field + " is not printable ASCII");
      }
    }
    String text = new String(bytes, at, length, StandardCharsets.US_ASCII);
    at += length;
    return text;
  }

  void expectEnd() {
    if (at < end) {
      throw malformed(at, (end - at) + " bytes too many");
    }
  }

  private void need(int length, String field) {
    if (length > end - at) {
      throw malformed(
          at, field + " needs " + length + " bytes, but only " + (end - at) + " are left");
    }
  }

  /** The offset of the next byte, for {@link #malformed}. */
  int position() {
    return at;
  }

  MalformedContextException malformed(int position, String what) {
    return new MalformedContextException("byte " + (position - start) + ": " + what);
  }
}
