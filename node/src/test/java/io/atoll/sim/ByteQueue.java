package io.atoll.sim;

import java.util.Arrays;

/** Bytes in the order in which they came. */
final class ByteQueue {
  private byte[] bytes = new byte[256];
  private int from;
  private int to;

  int size() {
    return to - from;
  }

  void add(byte[] source, int offset, int length) {
    if (bytes.length - to < length) {
      byte[] target =
          bytes.length - size() >= length
              ? bytes
              : new byte[Math.max(bytes.length * 2, size() + length)];
      System.arraycopy(bytes, from, target, 0, size());
      to = size();
      from = 0;
      bytes = target;
    }
    System.arraycopy(source, offset, bytes, to, length);
    to += length;
  }

  byte[] take(int length) {
    byte[] taken = Arrays.copyOfRange(bytes, from, from + length);
    from += length;
    return taken;
  }

  void clear() {
    from = 0;
    to = 0;
  }
}
