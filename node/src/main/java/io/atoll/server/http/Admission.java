package io.atoll.server.http;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one loop holds for its clients, against its bounds. Changed on the loop only; the meters
 * read it from elsewhere.
 */
final class Admission {
  private final int maxInFlight;
  private final long maxHeldBodyBytes;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicLong heldBodyBytes = new AtomicLong();

  Admission(HttpSettings settings) {
    this.maxInFlight = settings.maxInFlight();
    this.maxHeldBodyBytes = settings.maxHeldBodyBytes();
  }

  /** Whether one more request may begin. */
  boolean hasRoom() {
    return inFlight.getPlain() < maxInFlight;
  }

  void enter() {
    inFlight.lazySet(inFlight.getPlain() + 1);
  }

  void leave(int bodyBytes) {
    inFlight.lazySet(inFlight.getPlain() - 1);
    heldBodyBytes.lazySet(heldBodyBytes.getPlain() - bodyBytes);
  }

  /** Takes note of body bytes; false, and nothing noted, when there is no room for them. */
  boolean hold(int bytes) {
    long held = heldBodyBytes.getPlain() + bytes;
    if (held > maxHeldBodyBytes) {
      return false;
    }
    heldBodyBytes.lazySet(held);
    return true;
  }

  int inFlight() {
    return inFlight.get();
  }

  long heldBodyBytes() {
    return heldBodyBytes.get();
  }
}
