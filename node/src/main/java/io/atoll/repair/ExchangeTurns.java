package io.atoll.repair;

/**
 * Sees to it that a node exchanges states with one other at a time: what it lacks, several could
 * bring it at once, and all but one would do so for nothing. Whoever has the lowest number goes
 * first, this node included, so that nodes never wait for each other in a circle; the others end
 * their sessions and come again later. Callable from any thread.
 */
public final class ExchangeTurns {
  /** Who has not asked for so long has ended. */
  private static final long HELD_MS = 2_000;

  private final int self;
  private int ownSessions;
  private int asker;
  private long askedMs = Long.MIN_VALUE;

  /**
   * @param self this node, by its number
   */
  public ExchangeTurns(int self) {
    this.self = self;
  }

  /**
   * Whether a member may exchange states with this node now.
   *
   * @param member who asks, by its number
   */
  public synchronized boolean admits(int member, long nowMs) {
    if ((ownSessions > 0 && self < member) || (isHeld(nowMs) && asker < member)) {
      return false;
    }
    asker = member;
    askedMs = nowMs;
    return true;
  }

  /** Whether a session of this node may begin to exchange; if so, it must {@link #end} that. */
  public synchronized boolean begins(long nowMs) {
    if (isHeld(nowMs) && asker < self) {
      return false;
    }
    ownSessions++;
    return true;
  }

  /** A session of this node exchanges nothing any more. */
  public synchronized void end() {
    ownSessions--;
  }

  private boolean isHeld(long nowMs) {
    return askedMs != Long.MIN_VALUE && nowMs - askedMs < HELD_MS;
  }
}
