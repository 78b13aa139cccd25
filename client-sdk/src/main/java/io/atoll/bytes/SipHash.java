package io.atoll.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * SipHash-2-4 with a tag of 64 bits: a code that only who knows the key of 128 bits can make, for
 * short messages, at a fraction of what a cryptographic hash costs (Aumasson and Bernstein,
 * "SipHash: a fast short-input PRF", 2012). One try in 2^64 guesses a tag. Immutable, safe to
 * share.
 */
public final class SipHash {
  /** The length of a key. */
  public static final int KEY_BYTES = 2 * Long.BYTES;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final long key0;
  private final long key1;

  /**
   * @param key {@value #KEY_BYTES} bytes, lowest first, as the paper has them
   */
  public SipHash(byte[] key) {
    if (key.length != KEY_BYTES) {
      throw new IllegalArgumentException(
          "the key has %d bytes: must be %d".formatted(key.length, KEY_BYTES));
    }
    this.key0 = (long) LONG.get(key, 0);
    this.key1 = (long) LONG.get(key, Long.BYTES);
  }

  /** The tag of a part of an array. */
  public long of(byte[] bytes, int from, int length) {
    Objects.checkFromIndexSize(from, length, bytes.length);
    return new State(key0, key1).end(bytes, from, length, length);
  }

  /**
   * The tag of a number, an array and a part of another, as if one followed the other: the number
   * as eight bytes, lowest first, and zeros behind the first array up to a multiple of eight. Two
   * such messages are never the same when the number tells the length of the first array.
   */
  public long of(long number, byte[] first, byte[] bytes, int from, int length) {
    Objects.checkFromIndexSize(from, length, bytes.length);
    State state = new State(key0, key1);
    state.take(number);
    int whole = first.length & -Long.BYTES;
    state.take(first, 0, whole);
    int padded = whole;
    if (whole < first.length) {
      state.take(rest(first, whole, first.length));
      padded += Long.BYTES;
    }
    return state.end(bytes, from, length, Long.BYTES + padded + length);
  }

  /** The last bytes of an array, fewer than eight, as a number. */
  private static long rest(byte[] bytes, int from, int to) {
    long word = 0;
    for (int i = to - 1; i >= from; i--) {
      word = word << Byte.SIZE | bytes[i] & 0xFF;
    }
    return word;
  }

  /** The four words that a message is mixed into. */
  private static final class State {
    private long v0;
    private long v1;
    private long v2;
    private long v3;

    State(long key0, long key1) {
      v0 = key0 ^ 0x736f6d6570736575L;
      v1 = key1 ^ 0x646f72616e646f6dL;
      v2 = key0 ^ 0x6c7967656e657261L;
      v3 = key1 ^ 0x7465646279746573L;
    }

    void take(long word) {
      v3 ^= word;
      round();
      round();
      v0 ^= word;
    }

    /** Takes a number of bytes that is a multiple of eight. */
    void take(byte[] bytes, int from, int to) {
      for (int at = from; at < to; at += Long.BYTES) {
        take((long) LONG.get(bytes, at));
      }
    }

    long end(byte[] bytes, int from, int length, int messageBytes) {
      int whole = from + (length & -Long.BYTES);
      take(bytes, from, whole);
      take(rest(bytes, whole, from + length) | (long) messageBytes << 56);
      v2 ^= 0xFF;
      round();
      round();
      round();
      round();
      return v0 ^ v1 ^ v2 ^ v3;
    }

    private void round() {
      v0 += v1;
      v2 += v3;
      v1 = Long.rotateLeft(v1, 13) ^ v0;
      v3 = Long.rotateLeft(v3, 16) ^ v2;
      v0 = Long.rotateLeft(v0, 32);
      v2 += v1;
      v0 += v3;
      v1 = Long.rotateLeft(v1, 17) ^ v2;
      v3 = Long.rotateLeft(v3, 21) ^ v0;
      v2 = Long.rotateLeft(v2, 32);
    }
  }
}
