package io.atoll.membership;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** A keyed checksum for simulations of many nodes: cheap, and no protection against anybody. */
final class ChecksumSeal implements DatagramSeal {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final long FACTOR = 0x9E3779B97F4A7C15L;

  private final long key;

  ChecksumSeal(long key) {
    this.key = key;
  }

  @Override
  public int tagBytes() {
    return 16; // as many as the real one, so that the figures agree
  }

  @Override
  public void seal(byte[] buffer, int length) {
    LONG.set(buffer, length, checksum(buffer, length));
    LONG.set(buffer, length + 8, 0L);
  }

  @Override
  public boolean verify(byte[] datagram, int length) {
    return (long) LONG.get(datagram, length) == checksum(datagram, length);
  }

  private long checksum(byte[] bytes, int length) {
    long sum = key + length;
    int position = 0;
    for (; position + 8 <= length; position += 8) {
      sum = (sum ^ (long) LONG.get(bytes, position)) * FACTOR;
      sum ^= sum >>> 29;
    }
    for (; position < length; position++) {
      sum = (sum ^ bytes[position]) * FACTOR;
      sum ^= sum >>> 29;
    }
    return sum;
  }
}
