package io.atoll.server.http;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.SequencedSet;

/** The request bodies that are arriving on one loop, oldest first. Used on the loop only. */
final class BodyReceipts {
  private final long timeoutNanos;
  private final SequencedSet<BodyReceipt> pending = new LinkedHashSet<>();

  BodyReceipts(HttpSettings settings) {
    this.timeoutNanos = settings.bodyTimeoutMs() * 1_000_000;
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
      if (nowNanos - receipt.startNanos() < timeoutNanos) {
        break;
      }
      overdue.add(receipt);
    }
    overdue.forEach(BodyReceipt::giveUp);
  }
}
