package io.atoll.replication;

import io.atoll.causal.HybridClock;
import io.atoll.causal.Siblings;
import io.atoll.ring.ConflictPolicy;

/** How states are joined under the conflict policy of their keyspace. */
public final class Conflicts {
  private Conflicts() {}

  /** Both states joined. */
  public static Siblings merge(ConflictPolicy policy, Siblings one, Siblings other) {
    return switch (policy) {
      case SIBLINGS -> one.merge(other);
      case LWW -> one.mergeLastWriterWins(other);
    };
  }

  /**
   * The time of a write to a state. Where the last writer wins, it is above every version that the
   * replica holds, whether the writer had seen it or not and whatever the clock says: what is
   * acknowledged later wins wherever the earlier was known. Otherwise a version from a clock far
   * ahead would win over every later blind write of its key.
   *
   * @param now what the replica's clock gives
   */
  public static long timestamp(ConflictPolicy policy, Siblings before, long now) {
    return switch (policy) {
      case SIBLINGS -> now;
      case LWW -> Math.max(now, HybridClock.above(before.maxTimestamp()));
    };
  }

  /** What becomes of another state that is joined to one. */
  public static Merged outcome(ConflictPolicy policy, Siblings mine, Siblings theirs) {
    return switch (policy) {
      case SIBLINGS -> Merged.KEPT;
      case LWW -> Merged.of(mine.winsUnseenOver(theirs));
    };
  }

  /** A state that was just written to, with the values that the policy keeps. */
  public static Siblings keep(ConflictPolicy policy, Siblings written) {
    return switch (policy) {
      case SIBLINGS -> written;
      case LWW -> written.lastWriterWins();
    };
  }
}
