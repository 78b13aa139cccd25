package io.atoll.server.binary;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one loop holds for the clients of its client port, against its bound. Changed on the loop
 * only; meters read it from elsewhere.
 */
public final class ResourceUsage {
  private final long maxBytes;
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger inFlight = new AtomicInteger();

  ResourceUsage(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  void addBytes(long more) {
    bytes.lazySet(bytes.getPlain() + more);
  }

  void addConnections(int more) {
    connections.lazySet(connections.getPlain() + more);
  }

  void addInFlight(int more) {
    inFlight.lazySet(inFlight.getPlain() + more);
  }

  /** Whether it holds so much that nothing may be added. */
  boolean isFull() {
    return bytes.getPlain() >= maxBytes;
  }

  long maxBytes() {
    return maxBytes;
  }

  /** Unfinished frames, values to be written, and answers that the network has not taken. */
  public long bytes() {
    return bytes.get();
  }

  /** Open connections, those included that are being sent away. */
  public int connections() {
    return connections.get();
  }

  /** Requests under way. */
  public int inFlight() {
    return inFlight.get();
  }
}
