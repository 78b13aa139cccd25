package io.atoll.runtime;

import io.atoll.env.Entropy;
import java.nio.ByteBuffer;
import java.security.SecureRandom;

/**
 * Unpredictable randomness from the operating system. Each thread draws from a small buffer of its
 * own, so that neither a lock nor a system call is paid for every number.
 */
public final class SystemEntropy implements Entropy {
  private static final int BUFFER_BYTES = 512;

  private final SecureRandom source = new SecureRandom();
  private final ThreadLocal<ByteBuffer> buffers =
      ThreadLocal.withInitial(() -> ByteBuffer.allocate(BUFFER_BYTES).limit(0));

  @Override
  public long nextLong() {
    ByteBuffer buffer = buffers.get();
    if (buffer.remaining() < Long.BYTES) {
      source.nextBytes(buffer.array());
      buffer.clear();
    }
    return buffer.getLong();
  }
}
