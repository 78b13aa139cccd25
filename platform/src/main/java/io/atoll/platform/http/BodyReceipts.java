package io.atoll.platform.http;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.SequencedSet;

/** The request bodies that are arriving on one loop, oldest first. Used on the loop only. */
public final class BodyReceipts {
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

  /** Gives up those that take too long. */
  void sweep(long nowNanos) {
    var overdue = new ArrayList<BodyReceipt>();
    for (BodyReceipt receipt : pending) {
      if (nowNanos - receipt.startNanos() < timeoutMs * 1_000_000) {
        break;
      }
      overdue.add(receipt);
    }
    overdue.forEach(BodyReceipt::giveUp);
  }
}
