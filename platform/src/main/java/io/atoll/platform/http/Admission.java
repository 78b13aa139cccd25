package io.atoll.platform.http;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one loop holds for its clients, against its bounds. Changed on the loop only; the meters
 * read it from elsewhere.
 */
public final class Admission {
  private final int maxInFlight;
  private final long maxHeldBytes;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicLong heldBytes = new AtomicLong();

  /**
   * Nothing is held yet.
   *
   * @param maxInFlight requests being worked on
   * @param maxHeldBytes bytes of bodies
   */
  public Admission(int maxInFlight, long maxHeldBytes) {
    this.maxInFlight = maxInFlight;
    this.maxHeldBytes = maxHeldBytes;
  }

  /** Whether one more request may begin. */
  public boolean hasRoom() {
    return inFlight.getPlain() < maxInFlight;
  }

  public void enter() {
    inFlight.lazySet(inFlight.getPlain() + 1);
  }

  public void leave() {
    inFlight.lazySet(inFlight.getPlain() - 1);
  }

  /** Takes note of bytes held; false, and nothing noted, when there is no room for them. */
  public boolean hold(int bytes) {
    long held = heldBytes.getPlain() + bytes;
    if (held > maxHeldBytes) {
      return false;
    }
    heldBytes.lazySet(held);
    return true;
  }

  public void release(long bytes) {
    heldBytes.lazySet(heldBytes.getPlain() - bytes);
  }

  public int inFlight() {
    return inFlight.get();
  }

  public long heldBytes() {
    return heldBytes.get();
  }
}
