package io.atoll.storage.kill;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Values that tell by themselves whether they were written as they are. */
final class Values {
  private static final int HEADER_BYTES = 4 + 8 + 8;
  private static final int MOST_FILL_BYTES = 600;

  private Values() {}

  /** The value of a state: everything of it follows from the arguments. */
  static byte[] of(int key, long state, long before) {
    SplittableRandom random = new SplittableRandom(state);
    byte[] fill = new byte[random.nextInt(MOST_FILL_BYTES)];
    random.nextBytes(fill);
    return ByteBuffer.allocate(HEADER_BYTES + fill.length)
        .putInt(key)
        .putLong(state)
        .putLong(before)
        .put(fill)
        .array();
  }

  /**
   * The state of a key's value, 0 for none.
   *
   * @throws IllegalStateException when nobody ever wrote those bytes to the key
   */
  static long state(int key, byte[] value) {
    return found(key, value).state();
  }

  /**
   * What to report of a value that was found.
   *
   * @throws IllegalStateException when nobody ever wrote those bytes
   */
  static Report found(int key, byte[] value) {
    if (value == null) {
      return new Report(Report.Kind.FOUND, key, 0, Report.BLIND);
    }
    if (value.length < HEADER_BYTES) {
      throw new IllegalStateException("key " + key + " has a value of " + value.length + " bytes");
    }
    long state = ByteBuffer.wrap(value).getLong(4);
    long before = ByteBuffer.wrap(value).getLong(12);
    if (!Arrays.equals(value, of(key, state, before))) {
      throw new IllegalStateException(
          "key %d has a value that was never written to it, but to key %d as state %x"
              .formatted(key, ByteBuffer.wrap(value).getInt(), state));
    }
    return new Report(Report.Kind.FOUND, key, state, before);
  }
}
