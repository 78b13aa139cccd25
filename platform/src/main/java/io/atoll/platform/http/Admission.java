package io.atoll.platform.http;

import io.atoll.resilience.ByteBudget;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one loop holds for its clients: its own bound on requests, and the memory that it shares
 * with all loops and doors. Changed on the loop only; the meters read it from elsewhere.
 */
public final class Admission {
  /** What a request takes by itself: its head, its exchange, and an answer that is small. */
  static final int REQUEST_BYTES = 4 * 1024;

  /** An answer up to this long is part of what every request takes. */
  static final int SMALL_ANSWER_BYTES = 1024;

  private static final int SMALL_HEAD_BYTES = 1024;

  private final int maxInFlight;
  private final ByteBudget memory;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicLong heldBytes = new AtomicLong();

  /**
   * Nothing is held yet.
   *
   * @param maxInFlight requests being worked on
   * @param memory for all that is held, by others too
   */
  public Admission(int maxInFlight, ByteBudget memory) {
    this.maxInFlight = maxInFlight;
    this.memory = memory;
  }

  /** Whether one more request may begin. */
  public boolean hasRoom() {
    return inFlight.getPlain() < maxInFlight && !memory.isExhausted();
  }

  /**
   * Why there is no room, for whoever is refused.
   *
   * @param server such as {@code node}
   */
  public String fullBecause(String server) {
    return inFlight.getPlain() < maxInFlight
        ? "the %s holds %d bytes for requests, all that it may; nothing was attempted"
            .formatted(server, memory.totalBytes())
        : "the %s works on %d requests on this loop and takes no more; nothing was attempted"
            .formatted(server, maxInFlight);
  }

  /** What a long head takes beyond {@link #REQUEST_BYTES}, made of the shortest headers. */
  static long memoryOfHead(int bytes) {
    return bytes <= SMALL_HEAD_BYTES ? 0 : (long) bytes * UnfinishedHeads.MEMORY_PER_BYTE;
  }

  /**
   * A request begins.
   *
   * @param headBytes memory of its head, beyond what every request takes
   */
  void enter(long headBytes) {
    memory.reserve(REQUEST_BYTES + headBytes);
    inFlight.lazySet(inFlight.getPlain() + 1);
  }

  void leave(long headBytes) {
    memory.release(REQUEST_BYTES + headBytes);
    inFlight.lazySet(inFlight.getPlain() - 1);
  }

  /** Takes note of bytes held; false, and nothing noted, when there is no room for them. */
  public boolean hold(int bytes) {
    if (!memory.tryReserve(bytes)) {
      return false;
    }
    heldBytes.lazySet(heldBytes.getPlain() + bytes);
    return true;
  }

  public void release(long bytes) {
    if (bytes > 0) {
      memory.release(bytes);
      heldBytes.lazySet(heldBytes.getPlain() - bytes);
    }
  }

  /** The memory that all loops and doors share. */
  public ByteBudget memory() {
    return memory;
  }

  public int inFlight() {
    return inFlight.get();
  }

  public long heldBytes() {
    return heldBytes.get();
  }
}
