package io.atoll.repair;

import java.util.concurrent.atomic.LongAdder;

/** What a node did to be and to keep in step with other replicas. Callable from any thread. */
public final class RepairStats {
  /** Everything that is counted. */
  public enum Counter {
    COMPARISONS("Comparisons with other replicas that came to an end"),
    IN_STEP("Comparisons that found both sides in step"),
    FAILED("Comparisons that could not be made, or ended early"),
    ROUND_TRIPS("Questions to other replicas, for comparing and for exchanging what differs"),
    ANSWERED("Questions of other replicas that were answered"),
    DECLINED("Questions of other replicas that could not be answered"),
    DIFFERING("Keys that were found to differ from those of another replica"),
    UNSETTLED("Keys that were left alone because they had been written too lately to be judged"),
    SENT("States that other replicas took because they lacked them"),
    SENT_BYTES("Bytes of the keys and values of those states"),
    RECEIVED("States of other replicas that this node took because it lacked them"),
    RECEIVED_BYTES("Bytes of the keys and values of those states");

    private final String description;

    Counter(String description) {
      this.description = description;
    }

    public String description() {
      return description;
    }
  }

  private final LongAdder[] values = new LongAdder[Counter.values().length];

  public RepairStats() {
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
