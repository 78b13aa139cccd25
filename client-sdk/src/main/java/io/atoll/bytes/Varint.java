package io.atoll.bytes;

/**
 * Numbers in as many bytes as they need: seven bits a byte, the lowest first, the high bit set on
 * all bytes but the last. 0 to 2^63 - 1 take one to nine bytes, negative numbers ten. A number has
 * one such form, the shortest.
 */
public final class Varint {
  private Varint() {}

  /** How many bytes a number takes. */
  public static int sizeBytes(long value) {
    return (Long.SIZE - 1 - Long.numberOfLeadingZeros(value | 1)) / 7 + 1;
  }

  /**
   * Writes a number.
   *
   * @return the offset after it
   */
  static int write(long value, byte[] target, int offset) {
    long rest = value;
    int at = offset;
    while ((rest & ~0x7FL) != 0) {
      target[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    target[at++] = (byte) rest;
    return at;
  }
}
