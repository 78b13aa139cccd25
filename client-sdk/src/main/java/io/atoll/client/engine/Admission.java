package io.atoll.client.engine;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The bounds of a client: how many requests, and bytes of them, at once. Thread-safe, one atomic
 * addition each way: the count stands in the upper bits of a number and the bytes in the lower.
 */
final class Admission {
  private static final int BYTE_BITS = 40;
  private static final long ONE = 1L << BYTE_BITS;
  private static final long BYTES_MASK = ONE - 1;

  /** Most requests that can be counted, with room for those that are just being refused. */
  static final int MAX_COUNT = 1 << 22;

  /** Most bytes that can be counted. */
  static final long MAX_BYTES = BYTES_MASK;

  private final int maxCount;
  private final long maxBytes;
  private final AtomicLong taken = new AtomicLong();

  Admission(EngineSettings.Limits limits) {
    this.maxCount = limits.inFlight();
    this.maxBytes = limits.queuedBytes();
  }

  /** Takes a place, which {@link #release} gives back; false when there is none. */
  boolean admit(int bytes) {
    long after = taken.addAndGet(ONE + bytes);
    if (after >>> BYTE_BITS > maxCount || (after & BYTES_MASK) > maxBytes) {
      release(bytes);
      return false;
    }
    return true;
  }

  /** Takes a place whether there is one or not; for what its owner bounds. */
  void admitAnyway(int bytes) {
    taken.addAndGet(ONE + bytes);
  }

  void release(int bytes) {
    taken.addAndGet(-ONE - bytes);
  }

  int count() {
    return (int) (taken.get() >>> BYTE_BITS);
  }

  /** Why one more is refused. */
  String refusal() {
    return "%d requests are in flight and the client takes %d, or their bytes are more than %d"
        .formatted(count(), maxCount, maxBytes);
  }
}
