package io.atoll.membership;

import java.util.ArrayDeque;

/**
 * The updates that are still to be broadcast: at most one per node, its newest standing, λ·⌈log2(n
 * + 1)⌉ times (SWIM, section 4.1). They take turns, so none starves.
 */
final class BroadcastQueue {
  private final ArrayDeque<PeerRecord> queue = new ArrayDeque<>();
  private final MemberTable members;
  private final int retransmitFactor;

  BroadcastQueue(MemberTable members, int retransmitFactor) {
    this.members = members;
    this.retransmitFactor = retransmitFactor;
  }

  int size() {
    return queue.size();
  }

  /** There is an update about that node: it is sent the full number of times from now on. */
  void add(PeerRecord subject) {
    int log = Integer.SIZE - Integer.numberOfLeadingZeros(members.size() + 1);
    subject.retransmits = retransmitFactor * log;
    if (!subject.queued) {
      subject.queued = true;
      queue.addFirst(subject);
    }
  }

  /** Writes as many updates as fit, each once, and counts them as sent. */
  void fill(Outbox outbox) {
    for (int turns = queue.size(); turns > 0; turns--) {
      PeerRecord subject = queue.peekFirst();
      if (subject.current && !outbox.tryUpdate(subject)) {
        return;
      }
      queue.removeFirst();
      subject.retransmits--;
      if (subject.retransmits > 0 && subject.current) {
        queue.addLast(subject);
      } else {
        subject.queued = false;
      }
    }
  }
}
