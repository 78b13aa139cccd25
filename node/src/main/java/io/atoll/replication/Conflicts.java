package io.atoll.replication;

import io.atoll.causal.CausalContext;
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
   * The time of a write to a state. Where the last writer wins, it is after every version that the
   * replica holds or the writer had seen, whatever the clock says: what is acknowledged later wins
   * wherever the earlier was known. Otherwise a version from a clock far ahead would win over every
   * later blind write of its key.
   *
   * @param context what the writer had seen
   * @param now what the replica's clock gives
   */
  public static long timestamp(
      ConflictPolicy policy, Siblings before, CausalContext context, long now) {
    return switch (policy) {
      case SIBLINGS -> now;
      case LWW -> Math.max(now, before.timeAfter(context));
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
