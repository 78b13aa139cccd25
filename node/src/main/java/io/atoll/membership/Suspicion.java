package io.atoll.membership;

/**
 * One node under suspicion: which nodes suspect it, when its time is up, and the last checks before
 * it is declared down.
 *
 * <p>The time shrinks from its longest to its shortest as more nodes suspect it independently
 * (Lifeguard, section IV-B): {@code max - (max - min) · log(c + 1) / log(k + 1)} after c of k
 * confirmations. That another node has declared it down counts as all of them, but does not
 * suffice: each node decides for itself, so that a node that was cut off cannot make the others
 * declare nodes down by stale updates. Before it does, it pings the suspect itself a few times; the
 * ping carries the suspicion, so the answer is a refutation.
 */
final class Suspicion {
  private static final int LAST_CHECKS = 5;

  final long[] accusers = new long[Update.MAX_ACCUSERS];
  int accuserCount;

  private final long retryMs;
  private final int needed;
  private final long maxMs;
  private long minMs;
  private long sinceMs;
  private boolean declaredDownElsewhere;
  private int checks;
  private long nextCheckMs;

  /**
   * @param needed how many confirmations bring it down to the shortest time
   */
  Suspicion(GossipSettings.Timing timing, int needed, long nowMs) {
    this.retryMs = timing.retryMs();
    this.minMs = timing.suspicionMinMs();
    this.maxMs = timing.suspicionMaxMs();
    this.needed = needed;
    this.sinceMs = nowMs;
  }

  /** Adds an accuser; false when it was known, or enough are. */
  boolean accusedBy(long accuser) {
    if (accuserCount > needed || accuserCount == accusers.length) {
      return false;
    }
    for (int i = 0; i < accuserCount; i++) {
      if (accusers[i] == accuser) {
        return false;
      }
    }
    accusers[accuserCount++] = accuser;
    return true;
  }

  /**
   * Somebody declared it down.
   *
   * @param shortestMs how long that one had to wait at least; we need not wait longer
   */
  void declaredDownElsewhere(long shortestMs) {
    declaredDownElsewhere = true;
    minMs = Math.min(minMs, shortestMs);
  }

  /** The node slept: what it missed may have been the refutation, so time begins anew. */
  void restart(long nowMs) {
    sinceMs = nowMs;
    checks = 0;
    nextCheckMs = 0;
  }

  /** When time is up. */
  long deadlineMs() {
    int confirmations = Math.min(needed, Math.max(0, accuserCount - 1));
    if (declaredDownElsewhere || confirmations >= needed) {
      return sinceMs + minMs;
    }
    double agreed = Math.log(confirmations + 1.0) / Math.log(needed + 1.0);
    return sinceMs + maxMs - Math.round((maxMs - minMs) * agreed);
  }

  /** Whether a last check is due; if so, it counts as made. */
  boolean checkDue(long nowMs) {
    if (checks == LAST_CHECKS
        || nowMs < nextCheckMs
        || nowMs < deadlineMs() - LAST_CHECKS * retryMs) {
      return false;
    }
    checks++;
    nextCheckMs = nowMs + retryMs;
    return true;
  }

  /**
   * Whether the declaration is due: time is up, and every last check had its time for an answer.
   */
  boolean ripe(long nowMs) {
    return checks == LAST_CHECKS && nowMs >= nextCheckMs && nowMs >= deadlineMs();
  }
}
