package io.atoll.router.proxy;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one loop holds for its clients, against its bounds. Changed on the loop only; the meters
 * read it from elsewhere.
 */
final class Admission {
  private final int maxInFlight;
  private final long maxHeldBytes;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicLong heldBytes = new AtomicLong();

  Admission(ProxySettings settings) {
    this.maxInFlight = settings.bounds().requestsInFlight();
    this.maxHeldBytes = settings.bounds().heldBytes();
  }

  boolean hasRoom() {
    return inFlight.getPlain() < maxInFlight;
  }

  void enter() {
    inFlight.lazySet(inFlight.getPlain() + 1);
  }

  void leave() {
    inFlight.lazySet(inFlight.getPlain() - 1);
  }

  /** Takes note of bytes held; false, and nothing noted, when there is no room for them. */
  boolean hold(int bytes) {
    long held = heldBytes.getPlain() + bytes;
    if (held > maxHeldBytes) {
      return false;
    }
    heldBytes.lazySet(held);
    return true;
  }

  void release(long bytes) {
    heldBytes.lazySet(heldBytes.getPlain() - bytes);
  }

  int inFlight() {
    return inFlight.get();
  }

  long heldBytes() {
    return heldBytes.get();
  }
}
