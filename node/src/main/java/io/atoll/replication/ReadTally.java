package io.atoll.replication;

import io.atoll.causal.Siblings;
import io.atoll.causal.VersionVector;
import io.atoll.ring.ConflictPolicy;
import java.util.Arrays;

/**
 * How a read stands: who answered what, and all of it merged, as an immutable value. A replica's
 * last answer counts, once.
 */
public final class ReadTally {
  private final Requirement requirement;
  private final ConflictPolicy conflicts;
  private final VersionVector minContext;
  private final Siblings[] answers;
  private final Siblings merged;
  private final long answered;
  private final long failed;

  private ReadTally(
      Requirement requirement,
      ConflictPolicy conflicts,
      VersionVector minContext,
      Siblings[] answers,
      Siblings merged,
      long answered,
      long failed) {
    this.requirement = requirement;
    this.conflicts = conflicts;
    this.minContext = minContext;
    this.answers = answers;
    this.merged = merged;
    this.answered = answered;
    this.failed = failed;
  }

  /**
   * Nobody has answered.
   *
   * @param conflicts how answers are joined
   * @param minContext what the merged answer must have seen
   */
  public static ReadTally of(
      Requirement requirement, ConflictPolicy conflicts, VersionVector minContext) {
    return new ReadTally(requirement, conflicts, minContext, new Siblings[0], Siblings.EMPTY, 0, 0);
  }

  /** One replica answered. */
  public ReadTally withAnswer(int replica, Siblings siblings) {
    Siblings[] longer = Arrays.copyOf(answers, Math.max(answers.length, replica + 1));
    longer[replica] = siblings;
    long bit = 1L << replica;
    return new ReadTally(
        requirement,
        conflicts,
        minContext,
        longer,
        answered == 0 ? siblings : Conflicts.merge(conflicts, merged, siblings),
        answered | bit,
        failed & ~bit);
  }

  /** One replica will not answer; no effect when it has. */
  public ReadTally withFailure(int replica) {
    long now = (failed | 1L << replica) & ~answered;
    return new ReadTally(requirement, conflicts, minContext, answers, merged, answered, now);
  }

  /** Whether enough replicas answered; the context may still be missing. */
  public boolean levelMet() {
    return requirement.metBy(answered);
  }

  /** Whether the merged answer has seen what the reader asked for. */
  public boolean contextMet() {
    return minContext.isEmpty() || merged.context().descends(minContext);
  }

  /**
   * Whether the read can be answered or may become so. When the level is met and the context is
   * not, whoever of the owners is not heard of yet may bring it.
   */
  public Progress progress() {
    long owners = requirement.roles().owners().bits();
    if (!levelMet()) {
      return requirement.progress(answered, owners & ~failed);
    }
    if (contextMet()) {
      return Progress.MET;
    }
    return (owners & ~answered & ~failed) == 0 ? Progress.IMPOSSIBLE : Progress.POSSIBLE;
  }

  /** The state that some replica answered in these very bytes, or null. */
  Siblings answeredAs(byte[] encoded) {
    for (Siblings answer : answers) {
      if (answer != null && Arrays.equals(answer.encode(), encoded)) {
        return answer;
      }
    }
    return null;
  }

  /** Everything that was answered, merged. */
  public Siblings merged() {
    return merged;
  }

  /** Who answered. */
  public ReplicaSet answered() {
    return new ReplicaSet(answered);
  }

  /** Who failed. */
  public ReplicaSet failed() {
    return new ReplicaSet(failed);
  }

  /** The replicas whose answer was another state than this: those to repair. */
  @SuppressWarnings("ReferenceEquality") // Spares comparing values when an answer is the state.
  public ReplicaSet behind(Siblings wanted) {
    long behind = 0;
    for (int i = 0; i < answers.length; i++) {
      if (answers[i] != null && answers[i] != wanted && !answers[i].equals(wanted)) {
        behind |= 1L << i;
      }
    }
    return new ReplicaSet(behind);
  }
}
