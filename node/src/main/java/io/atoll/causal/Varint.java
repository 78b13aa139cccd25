package io.atoll.causal;

/**
 * Unsigned numbers of at most 63 bits, seven bits a byte, lowest first, the high bit set on all
 * bytes but the last: at most nine bytes.
 */
final class Varint {
  private Varint() {}

  static int sizeBytes(long value) {
    return (63 - Long.numberOfLeadingZeros(value | 1)) / 7 + 1;
  }

  /** Writes a number that is 0 or more; answers the offset after it. */
  static int write(long value, byte[] target, int offset) {
    long rest = value;
    int at = offset;
    while (rest > 0x7f) {
      target[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    target[at++] = (byte) rest;
    return at;
  }
}
