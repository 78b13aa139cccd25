package io.atoll.platform.http;

import io.atoll.resilience.ByteBudget;
import java.util.LinkedHashSet;
import java.util.SequencedSet;

/**
 * The connections of one loop on which bytes came that make no whole request yet, the oldest first,
 * against a bound on the memory that they take together. Beyond it the oldest are closed: nothing
 * is known of a client that has not said what it wants, so it is the first to be given up. Used on
 * the loop only.
 */
final class UnfinishedHeads {
  /** A decoder makes objects of each header, many times as long as the shortest of them are. */
  static final int MEMORY_PER_BYTE = 32;

  private final ByteBudget memory;
  private final long limitBytes;
  private final SequencedSet<ReceivedBytes> oldestFirst = new LinkedHashSet<>();
  private long takenBytes;

  /**
   * @param memory that they share with everything else
   * @param limitBytes what they may take of it
   */
  UnfinishedHeads(ByteBudget memory, long limitBytes) {
    this.memory = memory;
    this.limitBytes = limitBytes;
  }

  /**
   * A connection takes another amount than before.
   *
   * @param was memory, as it was last told
   * @param is memory, now
   */
  void changed(ReceivedBytes connection, long was, long is) {
    if (is == 0) {
      oldestFirst.remove(connection);
    } else {
      oldestFirst.add(connection);
    }
    memory.reserve(is - was);
    takenBytes += is - was;
    while (takenBytes > limitBytes && !oldestFirst.isEmpty()) {
      // It gives back what it takes within this call.
      oldestFirst.removeFirst().giveUp();
    }
  }

  long takenBytes() {
    return takenBytes;
  }
}
