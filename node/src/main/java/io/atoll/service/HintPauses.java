package io.atoll.service;

import java.util.HashSet;
import java.util.Set;

/**
 * To whom a person wants nothing delivered for now, until told otherwise or the node starts again.
 * Any thread.
 */
final class HintPauses {
  private volatile boolean all;
  private volatile Set<Integer> members = Set.of();

  boolean isPaused(int member) {
    return all || members.contains(member);
  }

  /** To nobody. */
  synchronized void pauseAll() {
    all = true;
  }

  /** Not to a member. */
  synchronized void pause(int member) {
    Set<Integer> more = new HashSet<>(members);
    more.add(member);
    members = Set.copyOf(more);
  }

  /** To everybody again. */
  synchronized void resumeAll() {
    all = false;
    members = Set.of();
  }

  /**
   * To a member again.
   *
   * @param others who else there is, for whom nothing changes
   */
  synchronized void resume(int member, Set<Integer> others) {
    Set<Integer> left = new HashSet<>(all ? others : members);
    left.remove(member);
    all = false;
    members = Set.copyOf(left);
  }
}
