package io.atoll.hints;

import java.util.concurrent.atomic.LongAdder;

/** What a node did for replicas that lacked writes. Callable from any thread. */
public final class HintStats {
  /** Everything that is counted. */
  public enum Counter {
    NOTED("Writes that a replica lacked, each noted in a hint"),
    UNHINTED(
        "Writes that a replica lacked and that made an arc dirty, as there was no room for a hint"),
    DELIVERED("States that replicas took because they had missed them"),
    DELIVERED_BYTES("Bytes of the keys and values of those states"),
    FORGOTTEN("Hints that were dropped because their target need not be told any more"),
    PARCELS("Parcels of states that were sent to replicas that had missed them"),
    PARCELS_REFUSED("Parcels that were not taken as a whole, and are sent again"),
    RECEIVED("States that others brought because this node had missed them"),
    FAILED_WRITES("Writes of clients that failed because of hints; always 0");

    private final String description;

    Counter(String description) {
      this.description = description;
    }

    public String description() {
      return description;
    }
  }

  private final LongAdder[] values = new LongAdder[Counter.values().length];

  public HintStats() {
    for (int i = 0; i < values.length; i++) {
      values[i] = new LongAdder();
    }
  }

  public void count(Counter counter) {
    add(counter, 1);
  }

  public void add(Counter counter, long by) {
    values[counter.ordinal()].add(by);
  }

  public long value(Counter counter) {
    return values[counter.ordinal()].sum();
  }
}
