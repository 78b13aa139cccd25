package io.atoll.replication;

/**
 * How a write stands: which members of its plan have it on disk and which will not, as an immutable
 * value. A member counts once, however often it answers.
 */
public final class WriteTally {
  private final Requirement requirement;
  private final long answered;
  private final long failed;

  private WriteTally(Requirement requirement, long answered, long failed) {
    this.requirement = requirement;
    this.answered = answered;
    this.failed = failed;
  }

  /** Nobody has answered. */
  public static WriteTally of(Requirement requirement) {
    return new WriteTally(requirement, 0, 0);
  }

  /**
   * One member, by its index in the plan, acknowledged: a replica that it has the write, a fallback
   * that it has the hint on disk. That it had failed before is forgotten.
   */
  public WriteTally withAnswer(int member) {
    long bit = 1L << member;
    return new WriteTally(requirement, answered | bit, failed & ~bit);
  }

  /** One member will not answer; no effect when it has. */
  public WriteTally withFailure(int member) {
    return new WriteTally(requirement, answered, (failed | 1L << member) & ~answered);
  }

  /** Some will not answer, because nobody asks them. */
  public WriteTally withFailures(ReplicaSet members) {
    return new WriteTally(requirement, answered, (failed | members.bits()) & ~answered);
  }

  /** Whether the level is met or can be. */
  public Progress progress() {
    return requirement.progress(answered, requirement.roles().members().bits() & ~failed);
  }

  /** Who acknowledged. */
  public ReplicaSet answered() {
    return new ReplicaSet(answered);
  }

  /** Who refused, broke, or was never asked. */
  public ReplicaSet failed() {
    return new ReplicaSet(failed);
  }

  /** For how many replicas a fallback's hint counts, because they have not answered themselves. */
  public int hints() {
    return requirement.roles().hints(answered);
  }

  /** Whether everybody has answered or failed. */
  public boolean complete() {
    return (answered | failed) == requirement.roles().members().bits();
  }
}
