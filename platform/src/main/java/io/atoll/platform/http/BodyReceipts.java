package io.atoll.platform.http;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/** The request bodies that are arriving on one loop, oldest first. Used on the loop only. */
public final class BodyReceipts {
  private static final long SHORT_PATIENCE_NANOS = 2_000_000_000L;

  private final long timeoutMs;
  private final SequencedSet<BodyReceipt> pending = new LinkedHashSet<>();

  /** With the time that a body has to arrive whole, from its request's head. */
  public BodyReceipts(long timeoutMs) {
    this.timeoutMs = timeoutMs;
  }

  long timeoutMs() {
    return timeoutMs;
  }

  void add(BodyReceipt receipt) {
    pending.add(receipt);
  }

  void remove(BodyReceipt receipt) {
    pending.remove(receipt);
  }

  /**
   * Gives up those that take too long.
   *
   * @param memoryIsShort then those that have taken some time make room too
   */
  void sweep(long nowNanos, boolean memoryIsShort) {
    if (memoryIsShort) {
      olderThan(SHORT_PATIENCE_NANOS, nowNanos).forEach(BodyReceipt::makeRoom);
    }
    olderThan(timeoutMs * 1_000_000, nowNanos).forEach(BodyReceipt::giveUp);
  }

  private List<BodyReceipt> olderThan(long ageNanos, long nowNanos) {
    var overdue = new ArrayList<BodyReceipt>();
    for (BodyReceipt receipt : pending) {
      if (nowNanos - receipt.startNanos() < ageNanos) {
        break;
      }
      overdue.add(receipt);
    }
    return overdue;
  }
}
