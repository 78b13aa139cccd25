package io.atoll.bench.storage;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The keys and values of the comparison, computed from an entry's number: keys of 16 bytes that lie
 * as if drawn at random, values of 100 bytes of which the second half repeats the first, so that
 * half of it compresses away.
 */
final class Entries {
  static final int KEY_BYTES = 16;
  static final int VALUE_BYTES = 100;
  static final int USER_BYTES = KEY_BYTES + VALUE_BYTES;

  /** Entries from here on are never written. */
  static final long FIRST_ABSENT = 1L << 40;

  private static final int HALF_BYTES = VALUE_BYTES / 2;
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private Entries() {}

  static void key(long entry, byte[] target) {
    LONG.set(target, 0, mix(entry));
    LONG.set(target, 8, mix(~entry));
  }

  static byte[] key(long entry) {
    byte[] key = new byte[KEY_BYTES];
    key(entry, key);
    return key;
  }

  /**
   * @param salt makes values of one entry differ
   */
  static void value(long entry, long salt, byte[] target) {
    LONG.set(target, 0, entry);
    long state = mix(entry ^ salt);
    for (int i = 8; i + 8 <= HALF_BYTES; i += 8) {
      state = mix(state);
      LONG.set(target, i, state);
    }
    target[HALF_BYTES - 2] = (byte) state;
    target[HALF_BYTES - 1] = (byte) (state >>> 8);
    System.arraycopy(target, 0, target, HALF_BYTES, HALF_BYTES);
  }

  static byte[] value(long entry, long salt) {
    byte[] value = new byte[VALUE_BYTES];
    value(entry, salt, value);
    return value;
  }

  /** Whether that is a value of the entry. */
  static boolean isValueOf(long entry, byte[] value, int length) {
    return length == VALUE_BYTES
        && (long) LONG.get(value, 0) == entry
        && (long) LONG.get(value, HALF_BYTES) == entry;
  }

  /** A bijection that leaves nothing of the order of its inputs (splitmix64's finalizer). */
  static long mix(long z) {
    long a = (z + 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L;
    long b = (a ^ (a >>> 30)) * 0x94D049BB133111EBL;
    return b ^ (b >>> 31);
  }
}
