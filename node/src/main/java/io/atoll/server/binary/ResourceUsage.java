package io.atoll.server.binary;

import io.atoll.resilience.ByteBudget;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one loop holds for the clients of its client port, of the memory that it shares with other
 * loops and doors. Changed on the loop only; meters read it from elsewhere.
 */
public final class ResourceUsage {
  private final ByteBudget memory;
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger inFlight = new AtomicInteger();

  ResourceUsage(ByteBudget memory) {
    this.memory = memory;
  }

  void addBytes(long more) {
    if (more == 0) {
      return;
    }
    memory.reserve(more);
    bytes.lazySet(bytes.getPlain() + more);
  }

  void addConnections(int more) {
    connections.lazySet(connections.getPlain() + more);
  }

  void addInFlight(int more) {
    inFlight.lazySet(inFlight.getPlain() + more);
  }

  /** Whether so much is held, here or elsewhere, that nothing may be added. */
  boolean isFull() {
    return memory.isExhausted();
  }

  /** Whether so little is left that whoever lets answers lie should be given up. */
  boolean isShort() {
    return memory.isShort();
  }

  long maxBytes() {
    return memory.totalBytes();
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
