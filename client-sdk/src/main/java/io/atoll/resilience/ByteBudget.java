package io.atoll.resilience;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A bound in bytes on what many hold together, whoever they are: request bodies, values that were
 * read, answers that nobody has taken yet. Whoever wants to hold more reserves it first and is
 * refused beyond the bound; what exists already and cannot be refused is reserved all the same, and
 * then the bound is kept by whoever comes next. Every reservation is released by who made it, as
 * soon as the bytes are gone. Callable from any thread.
 */
public final class ByteBudget {
  /** Short is a budget of which less than one part in so many is free. */
  private static final int SHORT_PARTS = 8;

  private final long totalBytes;
  private final AtomicLong reservedBytes = new AtomicLong();
  private final AtomicLong refusals = new AtomicLong();

  /**
   * Nothing is reserved yet.
   *
   * @param totalBytes the bound, at least 1
   */
  public ByteBudget(long totalBytes) {
    if (totalBytes < 1) {
      throw new IllegalArgumentException("totalBytes %d: must be at least 1".formatted(totalBytes));
    }
    this.totalBytes = totalBytes;
  }

  /** One without a bound. */
  public static ByteBudget unbounded() {
    return new ByteBudget(Long.MAX_VALUE / 2);
  }

  /** Reserves, or counts a refusal and changes nothing. */
  public boolean tryReserve(long bytes) {
    if (reservedBytes.addAndGet(bytes) <= totalBytes) {
      return true;
    }
    reservedBytes.addAndGet(-bytes);
    refusals.lazySet(refusals.getPlain() + 1);
    return false;
  }

  /** Reserves what exists already, beyond the bound if need be. */
  public void reserve(long bytes) {
    reservedBytes.addAndGet(bytes);
  }

  /** Gives back what was reserved. */
  public void release(long bytes) {
    reservedBytes.addAndGet(-bytes);
  }

  /** Whether so much could be reserved now. */
  public boolean hasRoom(long bytes) {
    return reservedBytes.get() + bytes <= totalBytes;
  }

  /** Whether nothing more can be reserved. */
  public boolean isExhausted() {
    return reservedBytes.get() >= totalBytes;
  }

  /** Whether so little is free that whoever holds much for nothing should give it up. */
  public boolean isShort() {
    return totalBytes - reservedBytes.get() < totalBytes / SHORT_PARTS;
  }

  public long totalBytes() {
    return totalBytes;
  }

  /** What is reserved now; may be beyond the bound. */
  public long reservedBytes() {
    return reservedBytes.get();
  }

  /** How often a reservation was refused, about: of refusals at the same time one may be lost. */
  public long refusals() {
    return refusals.get();
  }
}
