package io.atoll.peer;

import java.util.concurrent.atomic.AtomicLongArray;

/** How many answers came from each member: written by one loop, read from any thread. */
final class AnswerCounts {
  private volatile AtomicLongArray byMember = new AtomicLongArray(16);

  /** A member has answered. */
  void add(int member) {
    AtomicLongArray counts = byMember;
    if (member >= counts.length()) {
      counts = grown(counts, member);
      byMember = counts;
    }
    counts.setOpaque(member, counts.getPlain(member) + 1);
  }

  private static AtomicLongArray grown(AtomicLongArray counts, int member) {
    AtomicLongArray longer = new AtomicLongArray(Math.max(member + 1, 2 * counts.length()));
    for (int i = 0; i < counts.length(); i++) {
      longer.setPlain(i, counts.getPlain(i));
    }
    return longer;
  }

  long of(int member) {
    AtomicLongArray counts = byMember;
    return member < counts.length() ? counts.getOpaque(member) : 0;
  }
}
