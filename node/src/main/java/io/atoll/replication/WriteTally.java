package io.atoll.replication;

/**
 * How a write stands: which replicas have it on disk and which will not, as an immutable value. A
 * replica counts once, however often it answers.
 *
 * @param requirement what is enough
 * @param answered mask of the replicas that acknowledged
 * @param failed mask of the replicas that refused, broke, or were never asked
 */
public record WriteTally(Requirement requirement, long answered, long failed) {
  /** Nobody has answered. */
  public static WriteTally of(Requirement requirement) {
    return new WriteTally(requirement, 0, 0);
  }

  /**
   * One replica, by its index in the preference list, acknowledged; that it had failed before is
   * forgotten.
   */
  public WriteTally withAnswer(int replica) {
    long bit = 1L << replica;
    return new WriteTally(requirement, answered | bit, failed & ~bit);
  }

  /** One replica will not answer; no effect when it has. */
  public WriteTally withFailure(int replica) {
    return new WriteTally(requirement, answered, (failed | 1L << replica) & ~answered);
  }

  /** Whether the level is met. */
  public boolean enough() {
    return requirement.metBy(answered);
  }

  /** Whether the level can still be met by those that have not failed. */
  public boolean possible() {
    return requirement.metBy(requirement.everyReplica() & ~failed);
  }

  /** How many replicas acknowledged. */
  public int answers() {
    return Long.bitCount(answered);
  }

  /** Whether every replica has answered or failed. */
  public boolean complete() {
    return (answered | failed) == requirement.everyReplica();
  }
}
